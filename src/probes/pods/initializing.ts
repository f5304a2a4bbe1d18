import type { PodFact } from "../kubernetes/pod-fact.ts";
import type { PodRule } from "./trouble.ts";

/**
 * An init container still runs past the time that a start may take, e.g. while it loads a model: its image is there. Ready among the running ones
 * are native sidecars that have started (the kubelet counts an init container as ready once it is done): nothing waits for these.
 */
export const initializing: PodRule = (pod, { startupMs }, nowMs) => {
  const running = runningInit(pod);
  if (running === null || nowMs - running.sinceMs <= startupMs) return null;
  const message = `init container ${running.name} is still running`;
  return { kind: "notReady", reason: "PodInitializing", sinceMs: pod.ready?.sinceMs ?? running.sinceMs, message };
};

/** The init container for whose end or start its pod waits; null: none runs. */
export function runningInit({
  phase,
  containers,
}: PodFact): { readonly name: string; readonly sinceMs: number } | null {
  if (phase !== "Pending") return null;
  for (const { init, ready, name, runningSinceMs } of containers) {
    if (init && !ready && runningSinceMs !== null) return { name, sinceMs: runningSinceMs };
  }
  return null;
}
