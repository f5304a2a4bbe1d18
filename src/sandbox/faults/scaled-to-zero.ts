import { scaleTo } from "../world/changes.ts";
import { SECOND_MS } from "../world/time.ts";
import type { Fault } from "./fault.ts";

export const scaledToZero: Fault = {
  name: "scaled-to-zero",
  description: "Somebody scaled the feature API to no replicas.",
  expected: { outcome: "problem", cause: "scaled-to-zero", proposal: "scale-up" },
  steps: () => [{ atMs: -200 * SECOND_MS, act: (world) => scaleTo(world, "feature-api", 0) }],
};

export const scaledToZeroUnrecorded: Fault = {
  name: "scaled-to-zero-unrecorded",
  description: "Somebody scaled the feature API to no replicas, and nothing records how many there should be.",
  expected: { outcome: "problem", cause: "scaled-to-zero", proposal: "set-replicas" },
  platform: { featureApi: { applied: false } },
  steps: () => [{ atMs: -200 * SECOND_MS, act: (world) => scaleTo(world, "feature-api", 0) }],
};
