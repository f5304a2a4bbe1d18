import { apiTimeMs } from "../../clients/kubernetes-objects/api-time.ts";
import type { Pod } from "./objects.ts";

/** Counts for the platform: not being removed, and not at its end (a finished or evicted pod stays listed). */
export function isCurrent(pod: Pod): boolean {
  const phase = pod.status?.phase;
  return !pod.metadata.deletionTimestamp && phase !== "Succeeded" && phase !== "Failed";
}

/** Gets traffic: current, and its condition Ready is true. */
export function isReady(pod: Pod): boolean {
  return isCurrent(pod) && pod.status?.conditions?.some((c) => c.type === "Ready" && c.status === "True") === true;
}

/** When it became ready, milliseconds since the epoch; null when it is not, or the API does not say. */
export function readySinceMs(pod: Pod): number | null {
  if (!isReady(pod)) return null;
  return apiTimeMs(pod.status?.conditions?.find((c) => c.type === "Ready")?.lastTransitionTime);
}
