import { featureApiImage } from "../world/images.ts";
import { SECOND_MS } from "../world/time.ts";
import type { Fault } from "./fault.ts";
import { containerImage, entityId } from "./pod-facts.ts";
import { releaseOf } from "./step.ts";

const BAD = "2.4.1";

export const badRolloutReady: Fault = {
  name: "bad-rollout-ready",
  description:
    "A release rolls out well, all its pods are ready, and once their caches expire they answer lookups with errors.",
  expected: { outcome: "problem", cause: "bad-rollout", proposal: "rollback" },
  steps: () => [releaseOf(BAD, -270 * SECOND_MS)],
  fate: (pod) =>
    containerImage(pod) === featureApiImage(BAD)
      ? {
          kind: "ready",
          readyAfterMs: 5 * SECOND_MS,
          souring: {
            afterMs: 80 * SECOND_MS,
            errorShare: 0.42,
            errorType: "key_error",
            complaint: (draw) => `KeyError: 'listing_${entityId(draw)}' not in schema of listing_quality_features`,
          },
        }
      : undefined,
};
