import { featureApiImage } from "../world/images.ts";
import { SECOND_MS } from "../world/time.ts";
import type { Fault } from "./fault.ts";
import { containerImage, entityId, spread } from "./pod-facts.ts";
import { releaseOf } from "./step.ts";

const BAD = "2.4.1";

export const badRollout: Fault = {
  name: "bad-rollout",
  description:
    "A release crashes at start; half of the old pods were already given up, and those left cannot carry the load.",
  expected: { outcome: "problem", cause: "bad-rollout", proposal: "rollback" },
  platform: { featureApi: { maxUnavailable: "50%" } },
  steps: () => [releaseOf(BAD, -270 * SECOND_MS)],
  fate: (pod) =>
    containerImage(pod) === featureApiImage(BAD)
      ? {
          kind: "crash",
          runsMs: spread(pod, 1200, 2400),
          exitCode: 1,
          reason: "Error",
          complaint: (draw) => `KeyError: 'user_${entityId(draw)}' while warming feature group user_booking_features`,
        }
      : undefined,
};
