import { scaleTo } from "../../world/changes.ts";
import { MINUTE_MS, SECOND_MS } from "../../world/time.ts";
import type { Fault } from "../fault.ts";
import { onset } from "../step.ts";
import { crash, noImage, souring } from "../fates.ts";
import { everyPod, podsOfRelease, podsSince, podsThereAt } from "../struck.ts";
import { isOf, releaseTag, replacePods } from "../workload.ts";

const SERVING = "deep-thought";
const BAD = "5.2.0";
const ONSET_MS = -210 * SECOND_MS;
const runbook = "prediction-down";

const spoilsAll = (afterMs: number) =>
  souring({ afterMs, errorShare: 1, errorType: "inference", words: "ShapeError: model expects 212 features, got 208" });

const badRelease: Fault = {
  name: "prediction-bad-release",
  description: "A release of deep-thought becomes ready and then answers every prediction with an error.",
  runbook,
  expected: { outcome: "problem", cause: "bad-rollout", proposal: "rollback" },
  steps: () => [releaseTag(SERVING, BAD, -300 * SECOND_MS)],
  fate: podsOfRelease(SERVING, BAD, spoilsAll(60 * SECOND_MS)),
};

const scaledToZero: Fault = {
  name: "prediction-scaled-to-zero",
  description: "Somebody scaled deep-thought to no replicas, where its autoscaler does nothing.",
  runbook,
  expected: { outcome: "problem", cause: "scaled-to-zero", proposal: "scale-up" },
  steps: () => [{ atMs: ONSET_MS, act: (world) => scaleTo(world, SERVING, 0) }],
};

const featuresDown: Fault = {
  name: "prediction-features-down",
  description: "Nobody answers feature lookups, so that no prediction can be made; deep-thought itself is well.",
  runbook,
  expected: { outcome: "problem", cause: "features-down", proposal: "restore-features" },
  steps: () => [{ atMs: ONSET_MS, act: (world) => scaleTo(world, "feature-api", 0) }],
};

const hungPods: Fault = {
  name: "prediction-pods-hung",
  description:
    "A damaged model cache makes every running pod of deep-thought crash at its start; new pods begin without one.",
  runbook,
  expected: { outcome: "problem", cause: "pods-unhealthy", proposal: "restart" },
  steps: () => [onset(ONSET_MS)],
  fate: podsThereAt(
    SERVING,
    ONSET_MS,
    crash(900, 3000, (draw) => `ModelCacheError: shard ${Math.floor(draw * 64)}: checksum mismatch`),
  ),
};

const imageLost: Fault = {
  name: "prediction-image-lost",
  description: "The registry lost the running image; pods of deep-thought that had to move cannot pull it again.",
  runbook,
  expected: { outcome: "problem", cause: "pods-unhealthy", proposal: "repair-pods" },
  steps: () => [replacePods(SERVING, 2, ONSET_MS)],
  fate: podsSince(SERVING, ONSET_MS, noImage),
};

const nearBadRelease: Fault = {
  name: "near-prediction-bad-release",
  description: "All predictions have failed for ten minutes; the release of two minutes ago was meant as the fix.",
  runbook,
  nearMissOf: "bad-rollout",
  expected: { outcome: "problem", cause: null, proposal: null },
  steps: () => [onset(-600 * SECOND_MS), releaseTag(SERVING, BAD, -120 * SECOND_MS)],
  fate: everyPod(SERVING, -600 * SECOND_MS, spoilsAll(0)),
};

const nearScaledToZero: Fault = {
  name: "near-prediction-scaled-to-zero",
  description: "The backfill's workers are scaled to zero, as they should be at this hour.",
  runbook,
  nearMissOf: "scaled-to-zero",
  expected: { outcome: "healthy", cause: null, proposal: null },
  steps: () => [{ atMs: -90 * MINUTE_MS, act: (world) => scaleTo(world, "backfill-worker", 0) }],
};

const nearFeaturesDown: Fault = {
  name: "near-prediction-features-down",
  description:
    "Two hundredths of the lookups fail, which no prediction dies of; deep-thought's pods crash by themselves.",
  runbook,
  nearMissOf: "features-down",
  expected: { outcome: "problem", cause: "pods-unhealthy", proposal: "restart" },
  steps: () => [onset(ONSET_MS)],
  fate: (pod, sinceStartMs, world) => {
    if (isOf(pod, "feature-api") && sinceStartMs >= ONSET_MS)
      return souring({ afterMs: 0, errorShare: 0.02, errorType: "not_found", words: "KeyError: no such entity" })();
    return hungPods.fate?.(pod, sinceStartMs, world);
  },
};

const nearPodsHung: Fault = {
  name: "near-prediction-pods-hung",
  description: "A few predictions in a hundred fail since a model met unknown input; every pod is ready.",
  runbook,
  nearMissOf: "pods-unhealthy",
  expected: { outcome: "healthy", cause: null, proposal: null },
  conditions: (sinceStartMs) => (sinceStartMs >= ONSET_MS ? { predictionErrors: { inference: 0.03 } } : {}),
};

/** The faults of the runbook `prediction-down`. */
export const predictionDownFaults: readonly Fault[] = [
  badRelease,
  scaledToZero,
  featuresDown,
  hungPods,
  imageLost,
  nearBadRelease,
  nearScaledToZero,
  nearFeaturesDown,
  nearPodsHung,
];
