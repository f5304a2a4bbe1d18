import { SECOND_MS } from "../world/time.ts";
import type { Fault } from "./fault.ts";
import { createdMs, isFeatureApi, spread } from "./pod-facts.ts";
import { onset } from "./step.ts";

const ONSET_MS = -180 * SECOND_MS;

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
