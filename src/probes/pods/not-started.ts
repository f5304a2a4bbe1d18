import { latestMs } from "../../clients/kubernetes-objects/api-time.ts";
import type { PodFact } from "../kubernetes/pod-fact.ts";
import { runningInit } from "./initializing.ts";
import type { PodRule } from "./trouble.ts";

/**
 * Pending past the grace for no reason that another rule knows: a silent scheduler or kubelet, a pull that hangs behind PodInitializing. The last
 * rule, since that others wait follows from what one container suffers from.
 */
export const notStarted: PodRule = (pod, { graceMs }, nowMs) => {
  if (pod.phase !== "Pending" || pod.ready?.holds === true || runningInit(pod) !== null) return null;
  const sinceMs = movedMs(pod);
  if (sinceMs !== null && nowMs - sinceMs <= graceMs) return null;
  const waiting = pod.containers.find((container) => container.waiting !== null)?.waiting;
  if (waiting) return { kind: "notStarted", reason: waiting.reason, sinceMs, message: waiting.message };
  return { kind: "notStarted", reason: "Pending", sinceMs, message: silence(pod) };
};

/** When its start last went on: it got its node, an init container was done, a sidecar came up. Else its birth. */
function movedMs({ scheduled, createdAtMs, containers }: PodFact): number | null {
  const steps = containers.flatMap(({ ready, runningSinceMs, terminated, last }) => [
    terminated?.finishedAtMs ?? null,
    last?.finishedAtMs ?? null,
    ready ? runningSinceMs : null,
  ]);
  return latestMs([scheduled?.sinceMs ?? createdAtMs, ...steps]);
}

/** Who has not said anything yet; null where containers are told of, or no node is known. */
function silence({ scheduled, node, containers }: PodFact): string | null {
  if (scheduled === null && node === null) return "no scheduler has said anything of it";
  return node === null || containers.length > 0 ? null : `node ${node} has said nothing of its containers`;
}
