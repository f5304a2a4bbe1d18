import type { Conditions } from "../../signals/conditions.ts";
import { BATCH_GROUPS } from "../../signals/feature-groups.ts";
import type { Fate } from "../../world/fate.ts";
import { MINUTE_MS } from "../../world/time.ts";
import type { Fault } from "../fault.ts";
import { hasRole } from "../pod-facts.ts";
import { onset } from "../step.ts";
import { cancelled } from "../streaming/onset.ts";
import type { StreamingFault } from "../../streaming/streaming-fault.ts";

const runbook = "feature-staleness";
const ONSET_MS = -45 * MINUTE_MS;
const HEALTHY = { outcome: "healthy", cause: null, proposal: null } as const;
const KV_DOWN: Fate = { kind: "not-ready", complaint: () => "StorageError: write-ahead log is read-only" };

/** The job was cancelled; once it runs again it reads a backlog of that age in less than a minute. */
const CANCELLED: StreamingFault = { steps: [cancelled(ONSET_MS)], job: () => ({ recordsPerSecond: 30_000 }) };

/** Groups that have not been updated since a time. */
function stale(groups: readonly string[], sinceStartMs: number): Pick<Conditions, "staleGroups"> {
  return { staleGroups: groups.map((group) => ({ group, sinceStartMs })) };
}

const streamingBehind: Fault = {
  name: "stale-streaming-behind",
  description: "The streaming job was cancelled 45 minutes ago: no online feature has been updated since.",
  runbook,
  expected: { outcome: "problem", cause: "streaming-behind", proposal: "start-job" },
  streaming: CANCELLED,
};

const batchLate: Fault = {
  name: "stale-batch-late",
  description: "The nightly batch has failed since the day before yesterday; three feature groups are as old.",
  runbook,
  expected: { outcome: "problem", cause: "batch-late", proposal: "run-batch" },
  conditions: () => ({
    ...stale(BATCH_GROUPS, -31 * 60 * MINUTE_MS),
    batchDelayHours: Object.fromEntries(BATCH_GROUPS.map((group) => [group, 31])),
  }),
};

const kvDown: Fault = {
  name: "stale-kv-store-down",
  description: "The KV store's primary takes no writes: the pipelines run, and nothing that they write arrives.",
  runbook,
  expected: { outcome: "problem", cause: "kv-store-down", proposal: "restore-kv" },
  steps: () => [onset(ONSET_MS)],
  fate: (pod, sinceStartMs) => (hasRole(pod, "primary") && sinceStartMs >= ONSET_MS ? KV_DOWN : undefined),
  conditions: () => stale(["*"], ONSET_MS),
};

const oneGroup: Fault = {
  name: "stale-one-group",
  description: "One feature group's definition was changed so that no event matches it any more.",
  runbook,
  expected: { outcome: "problem", cause: "single-group", proposal: "repair-group" },
  conditions: () => stale(["session_activity_features"], ONSET_MS),
};

const nearStreamingBehind: Fault = {
  name: "near-stale-streaming-behind",
  description: "Two feature groups are stale while the stream is a few seconds behind: it is not the pipeline.",
  runbook,
  nearMissOf: "streaming-behind",
  expected: { outcome: "problem", cause: "single-group", proposal: "repair-group" },
  conditions: () => stale(["session_activity_features", "user_profile_features"], ONSET_MS),
};

const nearBatchLate: Fault = {
  name: "near-stale-batch-late",
  description: "The last batch is 23 hours old, as it is every day before the next; the KV store takes no writes.",
  runbook,
  nearMissOf: "batch-late",
  expected: { outcome: "problem", cause: "kv-store-down", proposal: "restore-kv" },
  steps: () => [onset(ONSET_MS)],
  fate: (pod, sinceStartMs, world) => kvDown.fate?.(pod, sinceStartMs, world),
  conditions: () => ({ ...stale(["*"], ONSET_MS), batchDelayHours: { price_history_features: 23 } }),
};

const nearKvDown: Fault = {
  name: "near-stale-kv-store-down",
  description: "The KV store's replica is down, which takes no writes anyway; the streaming job was cancelled.",
  runbook,
  nearMissOf: "kv-store-down",
  expected: { outcome: "problem", cause: "streaming-behind", proposal: "start-job" },
  streaming: CANCELLED,
  steps: () => [onset(ONSET_MS)],
  fate: (pod, sinceStartMs) => (hasRole(pod, "replica") && sinceStartMs >= ONSET_MS ? KV_DOWN : undefined),
};

const nearOneGroup: Fault = {
  name: "near-stale-one-group",
  description: "One feature group is 25 minutes old, as it often is at night: not yet too old.",
  runbook,
  nearMissOf: "single-group",
  expected: HEALTHY,
  conditions: () => stale(["session_activity_features"], -25 * MINUTE_MS),
};

/** The faults of the runbook `feature-staleness`. */
export const featureStalenessFaults: readonly Fault[] = [
  streamingBehind,
  batchLate,
  kvDown,
  oneGroup,
  nearStreamingBehind,
  nearBatchLate,
  nearKvDown,
  nearOneGroup,
];
