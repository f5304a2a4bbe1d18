import { release } from "../world/changes.ts";
import { featureApiImage } from "../world/platform.ts";
import { SECOND_MS } from "../world/time.ts";
import { containerImage, entityId } from "./pod-facts.ts";
import type { Fault } from "./fault.ts";

const BAD = featureApiImage("2.4.1");

export const badRollout: Fault = {
  name: "bad-rollout",
  description: "A release crashes at start; half of the old pods were already given up, and those left cannot carry the load.",
  expected: { outcome: "problem", cause: "bad-rollout", proposal: "rollback" },
  platform: { featureApi: { maxUnavailable: "50%" } },
  steps: () => [
    { atMs: -270 * SECOND_MS, act: (world) => release(world, "feature-api", { image: BAD, cause: "feature-api 2.4.1" }) },
  ],
  fate: (pod) =>
    containerImage(pod) === BAD
      ? {
          kind: "crash",
          runsMs: 1500,
          exitCode: 1,
          reason: "Error",
          complaint: (draw) => `KeyError: 'user_${entityId(draw)}' while warming feature group user_booking_features`,
        }
      : undefined,
};
