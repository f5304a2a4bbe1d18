import { brokenSinceMs, recentEnds } from "./recent-ends.ts";
import type { PodRule } from "./trouble.ts";

/** Killed for its memory, now or in the life before. Exit code 137 alone is no proof: a kill by hand has it too. */
export const outOfMemory: PodRule = (pod, { windowMs }, nowMs) => {
  const found = recentEnds(pod, windowMs, nowMs).find(({ end }) => end.reason === "OOMKilled");
  if (found === undefined) return null;
  const message = `container ${found.container.name} exceeded its memory limit`;
  return { kind: "outOfMemory", reason: "OOMKilled", sinceMs: brokenSinceMs(pod, found.end), message };
};
