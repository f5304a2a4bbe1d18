import { configure } from "../world/changes.ts";
import { SECOND_MS } from "../world/time.ts";
import type { Fault } from "./fault.ts";
import { createdMs, isFeatureApi, spread } from "./pod-facts.ts";
import { onset } from "./step.ts";

const ONSET_MS = -180 * SECOND_MS;
const CONFIGURED_MS = ONSET_MS - 20 * SECOND_MS;

export const crashLoop: Fault = {
  name: "crash-loop",
  description:
    "A cache file that all running pods keep was damaged: they crash at every start, and only new pods begin with an empty cache.",
  expected: { outcome: "problem", cause: "pods-unhealthy", proposal: "restart" },
  steps: () => [onset(ONSET_MS)],
  fate: (pod, sinceStartMs, world) =>
    isFeatureApi(pod) && sinceStartMs >= ONSET_MS && createdMs(pod, world) < ONSET_MS
      ? {
          kind: "crash",
          runsMs: spread(pod, 900, 3000),
          exitCode: 1,
          reason: "Error",
          complaint: (draw) =>
            `CacheCorruptError: segment ${Math.floor(draw * 64)} of /var/cache/features: checksum mismatch`,
        }
      : undefined,
};

/** The same sight, but new pods would read what the old ones crash on. */
export const crashLoopConfiguration: Fault = {
  name: "crash-loop-configuration",
  description: "Somebody changed the ConfigMap; no pod can start with it, so neither a restart nor a rollback helps.",
  expected: { outcome: "problem", cause: "pods-unhealthy", proposal: null },
  steps: () => [
    { atMs: CONFIGURED_MS, act: (world) => configure(world, "feature-api", { "cache.ttl": "90 parsecs" }) },
    onset(ONSET_MS),
  ],
  fate: (pod, sinceStartMs) =>
    isFeatureApi(pod) && sinceStartMs >= ONSET_MS
      ? {
          kind: "crash",
          runsMs: spread(pod, 900, 3000),
          exitCode: 1,
          reason: "Error",
          complaint: () => "ConfigError: cache.ttl: unknown unit",
        }
      : undefined,
};
