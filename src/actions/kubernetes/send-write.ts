import { ClientError } from "../../clients/client-error.ts";
import type { KubernetesClient } from "../../clients/kubernetes-client.ts";
import type { JsonObject } from "../../core/json.ts";
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
  if (status === 409) return { outcome: "conflict", message };
  // Too busy: turned away before anything was looked at.
  if (status === 429) return { outcome: "not-sent", message };
  if (status === 422 && (await guardFailed(order, kubernetes, context))) return { outcome: "conflict", message };
  return { outcome: "rejected", message };
}

/**
 * The API answers 422 alike to a guard that does not hold and to a change that is not valid. The guard cannot have failed while the object
 * is still at the version that was sent. Either way nothing was applied.
 */
async function guardFailed(order: SendOrder, kubernetes: KubernetesClient, context: ActionContext): Promise<boolean> {
  try {
    const now = await kubernetes.get<ApiObject>(order.write.path, context.signal);
    return now.metadata.resourceVersion !== order.resourceVersion;
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    return false;
  }
}
