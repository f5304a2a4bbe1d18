import type { PodRule } from "./trouble.ts";

/** Told to go, and still there after its grace period: a finalizer or a dead node holds it. */
export const stuckTerminating: PodRule = (pod, { terminationSlackMs }, nowMs) => {
  if (pod.deletionDueAtMs === null || nowMs <= pod.deletionDueAtMs + terminationSlackMs) return null;
  const held = pod.finalizers.length === 0 ? "" : `held by ${pod.finalizers.join(", ")}`;
  const node = pod.node === null ? "" : `on node ${pod.node}`;
  const message = [held, node].filter((part) => part !== "").join(" ");
  return {
    kind: "terminating",
    reason: "Terminating",
    sinceMs: pod.deletionDueAtMs,
    message: message === "" ? null : message,
  };
};
