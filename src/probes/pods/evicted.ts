import { latestMs } from "../../clients/kubernetes-objects/api-time.ts";
import type { PodRule } from "./trouble.ts";

/**
 * Put out by its node. The cluster keeps such a pod for days after another has taken its place, so only one that ended inside the window counts,
 * or whose end is unknown.
 */
export const evicted: PodRule = (pod, { windowMs }, nowMs) => {
  if (pod.phase !== "Failed" || pod.statusReason !== "Evicted") return null;
  const ends = pod.containers.map((container) => container.terminated?.finishedAtMs ?? null);
  const endedAtMs = latestMs([...ends, pod.ready?.holds === false ? pod.ready.sinceMs : null]);
  if (endedAtMs !== null && endedAtMs < nowMs - windowMs) return null;
  return { kind: "evicted", reason: "Evicted", sinceMs: endedAtMs, message: pod.statusMessage };
};
