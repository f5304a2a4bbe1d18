import type { Condition, Deployment, DeploymentStatus, ReplicaSet } from "./objects.ts";
import { rollingLimits } from "./rolling-update.ts";
import { SECOND_MS, timestamp } from "./time.ts";

const AVAILABLE_SET = "NewReplicaSetAvailable";
const DEADLINE = "ProgressDeadlineExceeded";

function sum(
  sets: readonly ReplicaSet[],
  field: "replicas" | "readyReplicas" | "availableReplicas" | "terminatingReplicas",
): number {
  return sets.reduce((total, set) => total + (set.status[field] ?? 0), 0);
}

/** Replaces the condition of this type; its transition time stays while its status does. */
export function withCondition(conditions: readonly Condition[], next: Condition): Condition[] {
  const before = conditions.find((one) => one.type === next.type);
  if (
    before?.status === next.status &&
    before.reason === next.reason &&
    before.message === next.message &&
    next.type === "Available"
  ) {
    return [...conditions];
  }
  const lastTransitionTime = before?.status === next.status ? before.lastTransitionTime : next.lastTransitionTime;
  return [...conditions.filter((one) => one.type !== next.type), { ...next, lastTransitionTime }];
}

export function progressing(status: "True" | "False", reason: string, message: string, nowMs: number): Condition {
  const now = timestamp(nowMs);
  return { type: "Progressing", status, reason, message, lastUpdateTime: now, lastTransitionTime: now };
}

function availability(deployment: Deployment, available: number, nowMs: number): Condition {
  const holds = available >= deployment.spec.replicas - rollingLimits(deployment).unavailable;
  const now = timestamp(nowMs);
  return {
    type: "Available",
    status: holds ? "True" : "False",
    reason: holds ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
    message: holds ? "Deployment has minimum availability." : "Deployment does not have minimum availability.",
    lastUpdateTime: now,
    lastTransitionTime: now,
  };
}

/** When a rollout that makes no progress from now on is called stuck, in ms; undefined when it is complete or stuck already. */
export function deadlineMs(deployment: Deployment): number | undefined {
  const condition = deployment.status.conditions.find((one) => one.type === "Progressing");
  if (condition === undefined || condition.reason === AVAILABLE_SET || condition.reason === DEADLINE) {
    return undefined;
  }
  return Date.parse(condition.lastUpdateTime ?? "") + deployment.spec.progressDeadlineSeconds * SECOND_MS;
}

/** The status that the deployment controller reports for these ReplicaSets. */
export function deploymentStatus(
  deployment: Deployment,
  fresh: ReplicaSet | undefined,
  sets: readonly ReplicaSet[],
  nowMs: number,
): DeploymentStatus {
  const before = deployment.status;
  const total = sum(sets, "replicas");
  const available = sum(sets, "availableReplicas");
  const ready = sum(sets, "readyReplicas");
  const updated = fresh?.status.replicas ?? 0;
  const wanted = deployment.spec.replicas;
  const unavailable = Math.max(0, sets.reduce((count, set) => count + set.spec.replicas, 0) - available);
  let conditions = withCondition(before.conditions, availability(deployment, available, nowMs));
  const current = before.conditions.find((one) => one.type === "Progressing");
  const settled = total === updated && current?.reason === AVAILABLE_SET;
  if (fresh !== undefined && !settled) {
    const name = `ReplicaSet "${fresh.metadata.name}"`;
    const complete = updated === wanted && total === wanted && available === wanted;
    const oldNow = total - updated;
    const oldBefore = (before.replicas ?? 0) - (before.updatedReplicas ?? 0);
    const moved =
      updated > (before.updatedReplicas ?? 0) ||
      oldNow < oldBefore ||
      ready > (before.readyReplicas ?? 0) ||
      available > (before.availableReplicas ?? 0);
    const due = deadlineMs(deployment);
    if (complete) {
      conditions = withCondition(
        conditions,
        progressing("True", AVAILABLE_SET, `${name} has successfully progressed.`, nowMs),
      );
    } else if (moved) {
      conditions = withCondition(
        conditions,
        progressing("True", "ReplicaSetUpdated", `${name} is progressing.`, nowMs),
      );
    } else if (due !== undefined && nowMs > due) {
      conditions = withCondition(
        conditions,
        progressing("False", DEADLINE, `${name} has timed out progressing.`, nowMs),
      );
    }
  }
  return {
    observedGeneration: deployment.metadata.generation ?? 1,
    ...(total > 0 ? { replicas: total } : {}),
    ...(updated > 0 ? { updatedReplicas: updated } : {}),
    ...(ready > 0 ? { readyReplicas: ready } : {}),
    ...(available > 0 ? { availableReplicas: available } : {}),
    ...(unavailable > 0 ? { unavailableReplicas: unavailable } : {}),
    terminatingReplicas: sum(sets, "terminatingReplicas"),
    conditions,
  };
}
