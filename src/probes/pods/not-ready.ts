import { latestMs } from "../../clients/kubernetes-objects/api-time.ts";
import type { PodFact } from "../kubernetes/pod-fact.ts";
import type { PodRule } from "./trouble.ts";

/** Running (or lost with its node), but not ready, past the time that a start may take. */
export const notReady: PodRule = (pod, { startupMs }, nowMs) => {
  if (pod.phase === "Pending" || pod.ready?.holds === true) return null;
  const startedAtMs = lastStartMs(pod);
  if (startedAtMs !== null && nowMs - startedAtMs <= startupMs) return null;
  // An init container that runs in a running pod is a native sidecar, whose readiness counts as that of the others.
  const waiting = pod.containers.filter(
    ({ ready, init, runningSinceMs }) => !ready && (!init || runningSinceMs !== null),
  );
  const message = waiting.length === 0 ? null : `not ready: ${waiting.map((container) => container.name).join(", ")}`;
  return { kind: "notReady", reason: "NotReady", sinceMs: pod.ready?.sinceMs ?? startedAtMs, message };
};

/** When the youngest of its containers that are not ready started; else the pod itself. */
export function lastStartMs(pod: PodFact): number | null {
  const starts = pod.containers.filter((container) => !container.ready).map((container) => container.runningSinceMs);
  return latestMs(starts) ?? pod.startedAtMs ?? pod.createdAtMs;
}
