import { brokenSinceMs, recentEnds } from "./recent-ends.ts";
import type { PodRule } from "./trouble.ts";

/**
 * In a crash loop: waiting for the next start, or started again inside the window, as loops flap to Running in between. How often a container was
 * restarted in its lifetime says nothing.
 */
export const crashing: PodRule = (pod, { windowMs }, nowMs) => {
  const waiting = pod.containers.find((container) => container.waiting?.reason === "CrashLoopBackOff");
  if (waiting?.waiting) {
    const { message } = waiting.waiting;
    return { kind: "crashing", reason: "CrashLoopBackOff", sinceMs: brokenSinceMs(pod, waiting.last), message };
  }
  const [found] = recentEnds(pod, windowMs, nowMs);
  if (found === undefined) return null;
  const { container, end } = found;
  const code = end.exitCode === null ? "" : ` with exit code ${end.exitCode}`;
  const message = `container ${container.name} ended${code}; ${container.restartCount} restarts in its life`;
  return { kind: "crashing", reason: end.reason, sinceMs: brokenSinceMs(pod, end), message };
};
