import type { Progress } from "../../core/run/event.ts";
import { apiTime, apiTimeMs, latestMs } from "../../clients/kubernetes-objects/api-time.ts";
import { plural } from "./plural.ts";
import type { Condition, Deployment } from "./objects.ts";

/** A Deployment's default for `progressDeadlineSeconds`. */
export const PROGRESS_DEADLINE_SECONDS = 600;

/** How far a rollout is: `waiting` carries what kubectl's rollout status would wait for. */
export type RolloutState =
  | { readonly kind: "complete" }
  | { readonly kind: "waiting"; readonly summary: string }
  | { readonly kind: "stuck"; readonly summary: string };

/**
 * In the order of kubectl's rollout status. `changedAtMs`: a deadline that passed before the change is the former rollout's, and says nothing
 * about this one; null counts it.
 */
export function rolloutState(deployment: Deployment, changedAtMs: number | null): RolloutState {
  const { spec, status, metadata } = deployment;
  const wanted = spec.replicas ?? 1;
  if (spec.paused === true) return waiting("paused: its pods are not replaced until it is resumed");
  if ((metadata.generation ?? 0) > (status?.observedGeneration ?? 0)) return waiting("not yet seen by its controller");
  const progressing = progressingCondition(deployment);
  if (progressing?.reason === "ProgressDeadlineExceeded" && isLater(progressing, changedAtMs)) {
    const since = apiTimeMs(progressing.lastUpdateTime);
    return {
      kind: "stuck",
      summary: `its progress deadline passed${since === null ? "" : ` at ${apiTime(since)}`}: ${counts(deployment)}`,
    };
  }
  const updated = status?.updatedReplicas ?? 0;
  const total = status?.replicas ?? 0;
  const available = status?.availableReplicas ?? 0;
  if (updated < wanted) return waiting(`${updated} of ${wanted} new pods started`);
  if (total > updated) return waiting(`${plural(total - updated, "old pod")} still to stop`);
  if (available < updated) return waiting(`${available} of ${updated} new pods available`);
  return { kind: "complete" };
}

/**
 * When a complete rollout was complete, by the cluster's clocks: the last new pod became ready and the controller saw it. They count whole
 * seconds, so it is that second's end. `otherwiseMs` where they record nothing since the change, as for pods that only stopped.
 */
export function completedAtMs(
  deployment: Deployment,
  readySinceMs: readonly (number | null)[],
  changedAtMs: number | null,
  otherwiseMs: number,
): number {
  const progressing = progressingCondition(deployment);
  const seen = progressing?.reason === "NewReplicaSetAvailable" ? apiTimeMs(progressing.lastUpdateTime) : null;
  const latest = latestMs([...readySinceMs, seen]);
  return latest === null || latest < (changedAtMs ?? 0) ? otherwiseMs : latest + 999;
}

/** The change as the core wants it, complete or not. */
export function progressOf(state: RolloutState, completedMs: number, deployment: Deployment): Progress {
  if (state.kind === "stuck") return failedProgress(state.summary);
  if (state.kind === "waiting") return { complete: false, completedAtMs: null, failed: null, summary: state.summary };
  return { complete: true, completedAtMs: completedMs, failed: null, summary: `rolled out: ${counts(deployment)}` };
}

export function failedProgress(reason: string): Progress {
  return { complete: false, completedAtMs: null, failed: reason, summary: reason };
}

function waiting(summary: string): RolloutState {
  return { kind: "waiting", summary };
}

function progressingCondition(deployment: Deployment): Condition | undefined {
  return deployment.status?.conditions?.find((condition) => condition.type === "Progressing");
}

function isLater(condition: Condition, changedAtMs: number | null): boolean {
  const updatedAtMs = apiTimeMs(condition.lastUpdateTime);
  return changedAtMs === null || updatedAtMs === null || updatedAtMs > changedAtMs;
}

function counts({ spec, status }: Deployment): string {
  return `${status?.availableReplicas ?? 0} of ${spec.replicas ?? 1} pods available`;
}
