import type { Fate } from "../world/fate.ts";
import { SECOND_MS } from "../world/time.ts";
import type { Fault } from "./fault.ts";
import { hasRole } from "./pod-facts.ts";
import { onset, releaseOf } from "./step.ts";

const ONSET_MS = -180 * SECOND_MS;

const DOWN: Fate = {
  kind: "not-ready",
  complaint: () => "StorageError: write-ahead log is read-only, refusing to serve",
};

export const kvStoreDown: Fault = {
  name: "kv-store-down",
  description: "The primary KV pods lost their storage and are not ready; the replica is healthy.",
  expected: { outcome: "problem", cause: "kv-store-down", proposal: "failover-kv" },
  steps: () => [onset(ONSET_MS)],
  fate: (pod, sinceStartMs) => (hasRole(pod, "primary") && sinceStartMs >= ONSET_MS ? DOWN : undefined),
};

export const kvStoreDownAfterRelease: Fault = {
  name: "kv-store-down-after-release",
  description: "A harmless release of the feature API was followed by the loss of the primary KV store.",
  nearMissOf: "bad-rollout",
  expected: { outcome: "problem", cause: "kv-store-down", proposal: "failover-kv" },
  steps: () => [releaseOf("2.4.1", -270 * SECOND_MS), onset(ONSET_MS)],
  fate: (pod, sinceStartMs) => (hasRole(pod, "primary") && sinceStartMs >= ONSET_MS ? DOWN : undefined),
};

export const kvAndReplicaDown: Fault = {
  name: "kv-and-replica-down",
  description: "The KV store's primary and replica pods all lost their storage: there is nothing to fail over to.",
  expected: { outcome: "problem", cause: "kv-store-down", proposal: null },
  steps: () => [onset(ONSET_MS)],
  fate: (pod, sinceStartMs) =>
    (hasRole(pod, "primary") || hasRole(pod, "replica")) && sinceStartMs >= ONSET_MS ? DOWN : undefined,
};
