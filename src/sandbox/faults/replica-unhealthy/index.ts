import { scaleTo } from "../../world/changes.ts";
import { deploymentManifest } from "../../world/manifests.ts";
import { MINUTE_MS, SECOND_MS } from "../../world/time.ts";
import type { Fault } from "../fault.ts";
import { onset } from "../step.ts";
import { crash, noImage, killedForMemory, notReady } from "../fates.ts";
import { spread } from "../pod-facts.ts";
import { everyPod, podsOfRelease, podsSince, podsThereAt } from "../struck.ts";
import { hasTag, isOf, releaseTag, replacePods } from "../workload.ts";

const SERVING = "deep-thought";
const BAD = "5.2.1";
const ONSET_MS = -420 * SECOND_MS;
const runbook = "replica-unhealthy";
const HALF_MAY_GO = { others: { [SERVING]: { maxUnavailable: "50%" } } };
const FULL = "0/3 nodes are available: 3 Insufficient memory.";

const badRelease: Fault = {
  name: "replica-bad-release",
  description: "A release of deep-thought crashes at start; half of the replicas were given up for it.",
  runbook,
  expected: { outcome: "problem", cause: "bad-rollout", proposal: "rollback" },
  platform: HALF_MAY_GO,
  steps: () => [releaseTag(SERVING, BAD, ONSET_MS)],
  fate: podsOfRelease(SERVING, BAD, crash(1200, 2400, "ImportError: no module named onnx")),
};

const outOfMemory: Fault = {
  name: "replica-out-of-memory",
  description: "A model outgrew the memory limit: replicas load it, are killed and load it again.",
  runbook,
  expected: { outcome: "problem", cause: "out-of-memory", proposal: "raise-memory-limit" },
  steps: () => [onset(ONSET_MS)],
  fate: everyPod(SERVING, ONSET_MS, killedForMemory("loading model search-ranking at 97 % of the memory limit")),
};

const unschedulable: Fault = {
  name: "replica-unschedulable",
  description: "Two replicas had to move and find no room on any node.",
  runbook,
  expected: { outcome: "problem", cause: "unschedulable", proposal: "make-room" },
  steps: () => [replacePods(SERVING, 2, ONSET_MS)],
  fate: podsSince(SERVING, ONSET_MS, () => ({ kind: "unschedulable", message: FULL })),
};

const imageUnavailable: Fault = {
  name: "replica-image-unavailable",
  description: "Two replicas had to move, and the registry no longer has their image.",
  runbook,
  expected: { outcome: "problem", cause: "image-unavailable", proposal: "provide-image" },
  steps: () => [replacePods(SERVING, 2, ONSET_MS)],
  fate: podsSince(SERVING, ONSET_MS, noImage),
};

const hung: Fault = {
  name: "replica-hung",
  description: "Every running replica lost its connection to the model store and does not become ready again.",
  runbook,
  expected: { outcome: "problem", cause: "pods-unhealthy", proposal: "restart" },
  steps: () => [onset(ONSET_MS)],
  fate: podsThereAt(SERVING, ONSET_MS, notReady("ModelStoreError: connection pool is closed")),
};

const QUOTA =
  "exceeded quota: ml-models, requested: limits.memory=8Gi, used: limits.memory=8Gi, limited: limits.memory=8Gi";
const refused = podsSince(SERVING, ONSET_MS, () => ({ kind: "refused", message: QUOTA }));

const absent: Fault = {
  name: "replica-absent",
  description: "Three replicas had to move, and a quota lets none of them be created again.",
  runbook,
  expected: { outcome: "problem", cause: "replicas-absent", proposal: "let-them-be-created" },
  steps: () => [replacePods(SERVING, 3, ONSET_MS)],
  fate: refused,
};

const scaledToZero: Fault = {
  name: "replica-scaled-to-zero",
  description: "Somebody scaled deep-thought to no replicas.",
  runbook,
  expected: { outcome: "problem", cause: "scaled-to-zero", proposal: "scale-up" },
  steps: () => [{ atMs: ONSET_MS, act: (world) => scaleTo(world, SERVING, 0) }],
};

const nearAbsent: Fault = {
  name: "near-replica-absent",
  description: "A quota lets one replica not be created again: one may be missing, the others carry on.",
  runbook,
  nearMissOf: "replicas-absent",
  expected: { outcome: "healthy", cause: null, proposal: null },
  steps: () => [replacePods(SERVING, 1, ONSET_MS)],
  fate: refused,
};

const nearScaledToZero: Fault = {
  name: "near-replica-scaled-to-zero",
  description: "Somebody scaled deep-thought to no replicas and back again; every replica is ready by now.",
  runbook,
  nearMissOf: "scaled-to-zero",
  expected: { outcome: "healthy", cause: null, proposal: null },
  steps: () => [
    { atMs: ONSET_MS, act: (world) => scaleTo(world, SERVING, 0) },
    { atMs: ONSET_MS + MINUTE_MS, act: (world) => scaleTo(world, SERVING, 4) },
  ],
};

const nearBadRelease: Fault = {
  name: "near-replica-bad-release",
  description: "In the middle of a release replicas of both revisions hang: it was not the release that broke them.",
  runbook,
  nearMissOf: "bad-rollout",
  expected: { outcome: "problem", cause: "pods-unhealthy", proposal: "restart" },
  steps: () => [releaseTag(SERVING, BAD, ONSET_MS - 20 * SECOND_MS), onset(ONSET_MS)],
  fate: (pod, sinceStartMs, world) =>
    hung.fate?.(pod, sinceStartMs, world) ??
    (hasTag(pod, SERVING, BAD) ? { kind: "ready", readyAfterMs: 30 * SECOND_MS } : undefined),
};

const nearOutOfMemory: Fault = {
  name: "near-replica-out-of-memory",
  description: "Replicas end with exit code 137, which a watchdog gives as well: no kernel killed them for memory.",
  runbook,
  nearMissOf: "out-of-memory",
  expected: { outcome: "problem", cause: "pods-unhealthy", proposal: "restart" },
  steps: () => [onset(ONSET_MS)],
  fate: podsThereAt(SERVING, ONSET_MS, (pod) => ({
    kind: "crash",
    runsMs: spread(pod, 4000, 7000),
    exitCode: 137,
    reason: "Error",
    complaint: () => "Watchdog: inference thread blocked for 5 s, ending the process",
  })),
};

const nearUnschedulable: Fault = {
  name: "near-replica-unschedulable",
  description: "A neighbour waits for a GPU that no node has; every replica of deep-thought is ready.",
  runbook,
  nearMissOf: "unschedulable",
  expected: { outcome: "healthy", cause: null, proposal: null },
  steps: () => [
    {
      atMs: -30 * MINUTE_MS,
      act: (world) =>
        void world.store.put(
          "deployments",
          deploymentManifest(world, {
            name: "deep-thought-gpu",
            labels: { app: "deep-thought-gpu" },
            image: "registry.example/deep-thought:6.0.0-rc1",
            port: 8080,
            replicas: 1,
          }),
        ),
    },
  ],
  fate: (pod) =>
    isOf(pod, "deep-thought-gpu")
      ? { kind: "unschedulable", message: "0/3 nodes are available: 3 Insufficient nvidia.com/gpu." }
      : undefined,
};

const nearImageUnavailable: Fault = {
  name: "near-replica-image-unavailable",
  description: "One replica cannot pull its image: one may be missing, the others carry on.",
  runbook,
  nearMissOf: "image-unavailable",
  expected: { outcome: "healthy", cause: null, proposal: null },
  steps: () => [replacePods(SERVING, 1, ONSET_MS)],
  fate: podsSince(SERVING, ONSET_MS, noImage),
};

const nearHung: Fault = {
  name: "near-replica-hung",
  description: "One replica is restarted again and again; as many as may be missing are.",
  runbook,
  nearMissOf: "pods-unhealthy",
  expected: { outcome: "healthy", cause: null, proposal: null },
  steps: () => [replacePods(SERVING, 1, ONSET_MS)],
  fate: podsSince(SERVING, ONSET_MS, crash(900, 3000, "ModelCacheError: shard 12: checksum mismatch")),
};

/** The faults of the runbook `replica-unhealthy`. */
export const replicaUnhealthyFaults: readonly Fault[] = [
  badRelease,
  outOfMemory,
  unschedulable,
  imageUnavailable,
  hung,
  scaledToZero,
  absent,
  nearBadRelease,
  nearOutOfMemory,
  nearUnschedulable,
  nearImageUnavailable,
  nearHung,
  nearScaledToZero,
  nearAbsent,
];
