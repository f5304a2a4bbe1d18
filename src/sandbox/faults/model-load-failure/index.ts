import { HOUR_MS, SECOND_MS } from "../../world/time.ts";
import type { Fault } from "../fault.ts";
import { onset } from "../step.ts";
import { crash, killedForMemory, notReady } from "../fates.ts";
import { everyPod, podsOfRelease, podsSince, podsThereAt } from "../struck.ts";
import { releaseTag, replacePods } from "../workload.ts";

const runbook = "model-load-failure";
const SERVING = "deep-thought";
const BAD = "5.3.0";
const ONSET_MS = -240 * SECOND_MS;
const ALL_AT_ONCE = { others: { [SERVING]: { maxUnavailable: "100%" } } };
const STORE = notReady("ModelStoreError: cannot download model search-ranking: 503 from the model store");
const WRONG_FORMAT = "ModelFormatError: model search-ranking has opset 21, the runtime supports 17";

const badModel: Fault = {
  name: "model-bad-version",
  description: "A release brings a model version that the runtime cannot read; no replica becomes ready.",
  runbook,
  expected: { outcome: "problem", cause: "bad-model", proposal: "rollback" },
  platform: ALL_AT_ONCE,
  steps: () => [releaseTag(SERVING, BAD, ONSET_MS)],
  fate: podsOfRelease(SERVING, BAD, crash(2_000, 5_000, WRONG_FORMAT)),
};

const storeDown: Fault = {
  name: "model-store-down",
  description: "The model store answers 503: no replica of deep-thought can load its models.",
  runbook,
  expected: { outcome: "problem", cause: "store-unavailable", proposal: "restore-store" },
  steps: () => [onset(ONSET_MS)],
  fate: everyPod(SERVING, ONSET_MS, STORE),
};

const tooLarge: Fault = {
  name: "model-too-large",
  description:
    "The models were trained anew and have outgrown the memory limit; every replica is killed while loading them.",
  runbook,
  expected: { outcome: "problem", cause: "model-too-large", proposal: "raise-memory-limit" },
  steps: () => [onset(ONSET_MS)],
  conditions: (sinceStartMs) => (sinceStartMs >= ONSET_MS ? { modelSize: 2 } : {}),
  fate: everyPod(SERVING, ONSET_MS, killedForMemory("loading model search-ranking")),
};

const cacheDamaged: Fault = {
  name: "model-cache-damaged",
  description: "What the running replicas keep of their models on disk is damaged: each crashes at its start.",
  runbook,
  expected: { outcome: "problem", cause: "cache-damaged", proposal: "restart" },
  steps: () => [onset(ONSET_MS)],
  fate: podsThereAt(
    SERVING,
    ONSET_MS,
    crash(900, 3000, (draw) => `ModelCacheError: shard ${Math.floor(draw * 64)}: checksum mismatch`),
  ),
};

const nearBadModel: Fault = {
  name: "near-model-bad-version",
  description: "The last release is three hours old and ran well until the model store failed.",
  runbook,
  nearMissOf: "bad-model",
  expected: { outcome: "problem", cause: "store-unavailable", proposal: "restore-store" },
  steps: () => [releaseTag(SERVING, "5.1.1", -3 * HOUR_MS), onset(ONSET_MS)],
  fate: everyPod(SERVING, ONSET_MS, STORE),
};

const nearStoreDown: Fault = {
  name: "near-model-store-down",
  description: "One replica that had to move cannot reach the model store; the others have their models loaded.",
  runbook,
  nearMissOf: "store-unavailable",
  expected: { outcome: "healthy", cause: null, proposal: null },
  steps: () => [replacePods(SERVING, 1, ONSET_MS)],
  fate: podsSince(SERVING, ONSET_MS, STORE),
};

const nearTooLarge: Fault = {
  name: "near-model-too-large",
  description:
    "The models take more memory than they should, but nothing is killed for it: the replicas' disks are damaged.",
  runbook,
  nearMissOf: "model-too-large",
  expected: { outcome: "problem", cause: "cache-damaged", proposal: "restart" },
  steps: () => [onset(ONSET_MS)],
  conditions: () => ({ modelSize: 1.75 }),
  fate: (pod, sinceStartMs, world) => cacheDamaged.fate?.(pod, sinceStartMs, world),
};

const nearCacheDamaged: Fault = {
  name: "near-model-cache-damaged",
  description: "The replica on one node has a damaged disk; the models are loaded everywhere else.",
  runbook,
  nearMissOf: "cache-damaged",
  expected: { outcome: "healthy", cause: null, proposal: null },
  steps: () => [replacePods(SERVING, 1, ONSET_MS)],
  fate: podsSince(SERVING, ONSET_MS, crash(900, 3000, "ModelCacheError: shard 7: checksum mismatch")),
};

/** The faults of the runbook `model-load-failure`. */
export const modelLoadFaults: readonly Fault[] = [
  badModel,
  storeDown,
  tooLarge,
  cacheDamaged,
  nearBadModel,
  nearStoreDown,
  nearTooLarge,
  nearCacheDamaged,
];
