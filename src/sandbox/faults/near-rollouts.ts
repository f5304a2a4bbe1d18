import { featureApiImage } from "../world/images.ts";
import { SECOND_MS } from "../world/time.ts";
import type { Fault } from "./fault.ts";
import { containerImage, createdMs, isFeatureApi, spread } from "./pod-facts.ts";
import { onset, releaseOf } from "./step.ts";

const ERRORS_MS = -600 * SECOND_MS;
const CRASHES_MS = -180 * SECOND_MS;

export const nearBadRollout: Fault = {
  name: "near-bad-rollout",
  description: "Lookups have failed for ten minutes; two minutes ago somebody released a fix, and it changed nothing.",
  nearMissOf: "bad-rollout",
  expected: { outcome: "problem", cause: null, proposal: null },
  steps: () => [onset(ERRORS_MS), releaseOf("2.4.1", -120 * SECOND_MS)],
  fate: (pod, sinceStartMs) =>
    isFeatureApi(pod) && sinceStartMs >= ERRORS_MS
      ? {
          kind: "ready",
          readyAfterMs: 5 * SECOND_MS,
          souring: {
            afterMs: 0,
            errorShare: 0.31,
            errorType: "schema_unavailable",
            complaint: (draw) => `SchemaError: schema-registry answered 502 for schema ${Math.floor(draw * 900)}`,
          },
        }
      : undefined,
};

export const nearBadRolloutAllPods: Fault = {
  name: "near-bad-rollout-all-pods",
  description: "In the middle of a release every pod's cache was damaged, those of the old revision as well.",
  nearMissOf: "bad-rollout",
  expected: { outcome: "problem", cause: "pods-unhealthy", proposal: "restart" },
  steps: () => [releaseOf("2.4.1", -200 * SECOND_MS), onset(CRASHES_MS)],
  fate: (pod, sinceStartMs, world) => {
    if (isFeatureApi(pod) && sinceStartMs >= CRASHES_MS && createdMs(pod, world) < CRASHES_MS) {
      return {
        kind: "crash",
        runsMs: spread(pod, 900, 3000),
        exitCode: 1,
        reason: "Error",
        complaint: (draw) =>
          `CacheCorruptError: segment ${Math.floor(draw * 64)} of /var/cache/features: checksum mismatch`,
      };
    }
    return containerImage(pod) === featureApiImage("2.4.1")
      ? { kind: "ready", readyAfterMs: 30 * SECOND_MS }
      : undefined;
  },
};
