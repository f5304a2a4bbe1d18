import { apiTimeMs } from "../../clients/kubernetes-objects/api-time.ts";
import type { Condition, Pod } from "./objects.ts";

/** Counts for the platform: not being removed, and not at its end (a finished or evicted pod stays listed). */
export function isCurrent(pod: Pod): boolean {
  const phase = pod.status?.phase;
  return !pod.metadata.deletionTimestamp && phase !== "Succeeded" && phase !== "Failed";
}

/** Gets traffic: current, and its condition Ready is true. */
export function isReady(pod: Pod): boolean {
  return readyCondition(pod) !== undefined;
}

/** When it became ready, milliseconds since the epoch; null when it is not, or the API does not say. */
export function readySinceMs(pod: Pod): number | null {
  return apiTimeMs(readyCondition(pod)?.lastTransitionTime);
}

function readyCondition(pod: Pod): Condition | undefined {
  if (!isCurrent(pod)) return undefined;
  return pod.status?.conditions?.find((condition) => condition.type === "Ready" && condition.status === "True");
}
