import { ClientError } from "../../clients/client-error.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Plan } from "../../core/plan/plan.ts";
import type { Progress } from "../../core/run/event.ts";
import type { ActionContext } from "../action.ts";
import { latestMs } from "../../clients/kubernetes-objects/api-time.ts";
import { markedAtMs } from "./changed-at.ts";
import { selectorQuery } from "../../clients/kubernetes-objects/selector-query.ts";
import type { Deployment, Pod } from "./objects.ts";
import { readySinceMs } from "./pod-readiness.ts";
import { deploymentPath, podsPath } from "./resource-paths.ts";
import { completedAtMs, failedProgress, progressOf, rolloutState } from "./rollout-progress.ts";

/** Reads how far a changed Deployment is. `foreign` says why it is no longer the change that was made, or null. Rejects with ClientError. */
export async function watchRollout(
  plan: Plan,
  receipts: readonly JsonObject[],
  context: ActionContext,
  foreign: (deployment: Deployment, receipt: JsonObject) => string | null,
): Promise<Progress> {
  const { namespace, name, uid } = plan.target;
  const kubernetes = await context.doors.kubernetes();
  let deployment: Deployment;
  try {
    deployment = await kubernetes.get<Deployment>(deploymentPath(namespace, name), context.signal);
  } catch (error) {
    if (error instanceof ClientError && error.code === "not-found") return failedProgress(`deployment/${name} is gone`);
    throw error;
  }
  if (deployment.metadata.uid !== uid) return failedProgress(`deployment/${name} was deleted and made anew`);
  const receipt = receipts.at(-1) ?? {};
  const reason = foreign(deployment, receipt);
  if (reason !== null) return failedProgress(reason);
  const told = receipt["changedAtMs"];
  const changedAtMs = latestMs([typeof told === "number" ? told : markedAtMs(deployment)]);
  const state = rolloutState(deployment, changedAtMs);
  if (state.kind !== "complete") return progressOf(state, context.nowMs, deployment);
  const query = { labelSelector: selectorQuery(deployment.spec.selector) };
  const pods = await kubernetes.list<Pod>(podsPath(namespace), query, context.signal);
  const shiftMs = kubernetes.stampShiftMs();
  const completed = completedAtMs(deployment, pods.map(readySinceMs), changedAtMs, context.nowMs - shiftMs);
  // Samples are held against it, and stamped by this machine's clock.
  return progressOf(state, completed + shiftMs, deployment);
}
