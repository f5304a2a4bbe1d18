import type { AlertmanagerClient } from "../../clients/alertmanager-client.ts";
import { ClientError } from "../../clients/client-error.ts";
import type { Json, JsonObject } from "../../core/json.ts";
import { MARK } from "../../core/plan/plan.ts";
import type { Receipt } from "../../core/run/event.ts";
import type { ActionContext, SendOrder } from "../action.ts";
import { wasNeverSent } from "../kubernetes/was-never-sent.ts";

/** Sends exactly one approved write, once, with the mark in the silence's comment; never again by itself. */
export async function sendSilence({ write, mark }: SendOrder, context: ActionContext): Promise<Receipt> {
  if (context.signal.aborted) {
    return { outcome: "not-sent", message: `${write.object} was not changed: stopped before sending` };
  }
  let alertmanager: AlertmanagerClient | null = null;
  try {
    alertmanager = await context.doors.alertmanager();
    const { path, contentType } = write;
    const method = write.method === "DELETE" ? "DELETE" : "POST";
    const body = markedBody(write.body, mark);
    const answer = await alertmanager.write({ method, path, contentType, body }, context.signal);
    return { outcome: "applied", atMs: context.nowMs, resourceVersion: null, detail: describe(answer) };
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    if (alertmanager === null) return { outcome: "not-sent", message: error.message };
    return refusal(error);
  }
}

function refusal(error: ClientError): Receipt {
  const { message, status } = error;
  if (wasNeverSent(error)) return { outcome: "not-sent", message };
  // A proxy may say 408 of the server behind it, which has the request; and so may it any 5xx.
  if (status === null || status < 400 || status >= 500 || status === 408) return { outcome: "lost", message };
  return status === 429 ? { outcome: "not-sent", message } : { outcome: "rejected", message };
}

/** The mark is filled in at the end of the comment alone: a label's value that holds the same text is sent as it is. */
function markedBody(body: Json, mark: string): Json {
  if (body === null || typeof body !== "object" || Array.isArray(body)) return body;
  const { comment, ...rest } = body as JsonObject;
  if (typeof comment !== "string" || !comment.endsWith(`${MARK})`)) return body;
  return { ...rest, comment: `${comment.slice(0, -`${MARK})`.length)}${mark})` };
}

function describe(answer: Json): JsonObject {
  if (answer === null || typeof answer !== "object" || Array.isArray(answer)) return {};
  const { silenceID } = answer as JsonObject;
  return typeof silenceID === "string" ? { silenceId: silenceID } : {};
}
