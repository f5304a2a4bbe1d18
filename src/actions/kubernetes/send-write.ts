import { ClientError } from "../../clients/client-error.ts";
import type { KubernetesClient } from "../../clients/kubernetes-client.ts";
import type { JsonObject } from "../../core/json.ts";
import { MARK_ANNOTATION } from "../../core/plan/plan.ts";
import type { Receipt } from "../../core/run/event.ts";
import type { ActionContext, SendOrder } from "../action.ts";
import { fillPlaceholders } from "./fill-placeholders.ts";
import type { ApiObject } from "./objects.ts";
import { wasNeverSent } from "./was-never-sent.ts";

/** What progress and inverse need later from the server's answer: the object of the kind at hand, as it was stored. */
export interface ReceiptRule {
  describe(answer: ApiObject): JsonObject;
}

/**
 * Sends exactly one approved write, once, with its placeholders filled; never again by itself.
 */
export async function sendWrite(order: SendOrder, context: ActionContext, keep: ReceiptRule): Promise<Receipt> {
  const { write, resourceVersion, mark } = order;
  if (resourceVersion === null) {
    return { outcome: "not-sent", message: `${write.object} was not changed: its resourceVersion is unknown` };
  }
  if (context.signal.aborted) {
    return { outcome: "not-sent", message: `${write.object} was not changed: stopped before sending` };
  }
  let kubernetes: KubernetesClient | null = null;
  try {
    kubernetes = await context.doors.kubernetes();
    const { method, path, contentType, body } = write;
    const filled = fillPlaceholders(body, resourceVersion, mark);
    const answer = await kubernetes.write<ApiObject>(
      { method, path, contentType, body: filled, dryRun: false },
      context.signal,
    );
    const version = answer.metadata.resourceVersion;
    return { outcome: "applied", atMs: context.nowMs, resourceVersion: version, detail: keep.describe(answer) };
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    if (kubernetes === null) return { outcome: "not-sent", message: error.message };
    return refusal(error, order, kubernetes, context);
  }
}

async function refusal(
  error: ClientError,
  order: SendOrder,
  kubernetes: KubernetesClient,
  context: ActionContext,
): Promise<Receipt> {
  const { message, status } = error;
  if (wasNeverSent(error)) return { outcome: "not-sent", message };
  if (status === null || status < 400 || status >= 500) return { outcome: "lost", message };
  // A proxy may say so of the server behind it, which has the request.
  if (status === 408) return { outcome: "lost", message };
  // Too busy: turned away before anything was looked at.
  if (status === 429) return { outcome: "not-sent", message };
  if (status !== 409 && status !== 422) return { outcome: "rejected", message };
  const now = await objectNow(order, kubernetes, context);
  // A proxy that sends a request again has it refused by its own first time: the mark tells.
  if (now === null || now.metadata.annotations?.[MARK_ANNOTATION] === order.mark) return { outcome: "lost", message };
  if (status === 409) return { outcome: "conflict", message };
  // 422 is said alike of a guard that does not hold and of a change that is not valid; no guard fails at the version that was sent.
  return { outcome: now.metadata.resourceVersion === order.resourceVersion ? "rejected" : "conflict", message };
}

/** null where it cannot be read. */
async function objectNow(
  { write }: SendOrder,
  kubernetes: KubernetesClient,
  context: ActionContext,
): Promise<ApiObject | null> {
  try {
    return await kubernetes.get<ApiObject>(write.path, context.signal);
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    return null;
  }
}
