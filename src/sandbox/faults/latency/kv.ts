import type { Fault } from "../fault.ts";
import { sinceOnset } from "./slow-conditions.ts";

const HOT = "listing_quality_features";

export const kvSlow: Fault = {
  name: "kv-slow",
  description: "The KV store compacts in the middle of the day: every read takes several times as long.",
  runbook: "latency",
  expected: { outcome: "problem", cause: "kv-slow", proposal: "relieve-kv" },
  conditions: sinceOnset({ kvLatency: 6 }),
};

export const hotPartition: Fault = {
  name: "hot-partition",
  description: "A campaign sends half of all lookups to one feature group; the partition behind it cannot keep up.",
  runbook: "latency",
  expected: { outcome: "problem", cause: "hot-partition", proposal: "cache-hot-keys" },
  conditions: sinceOnset({ hotGroup: { name: HOT, share: 0.5 } }),
};

export const nearKvSlow: Fault = {
  name: "near-kv-slow",
  description:
    "KV reads are slow because the shared cache misses and sends it four times as many: the cache is the cause.",
  runbook: "latency",
  nearMissOf: "kv-slow",
  expected: { outcome: "problem", cause: "cache-l2-cold", proposal: "extend-l2-ttl" },
  conditions: sinceOnset({ rereadInterval: 15 }),
};

export const nearHotPartition: Fault = {
  name: "near-hot-partition",
  description:
    "One feature group takes more than twice its even share, which is still no hot one; all KV reads are slow.",
  runbook: "latency",
  nearMissOf: "hot-partition",
  expected: { outcome: "problem", cause: "kv-slow", proposal: "relieve-kv" },
  conditions: sinceOnset({ kvLatency: 6, hotGroup: { name: HOT, share: 0.24 } }),
};
