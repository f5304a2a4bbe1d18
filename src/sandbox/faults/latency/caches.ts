import { configure } from "../../world/changes.ts";
import type { Fault } from "../fault.ts";
import { rebuilt } from "./rebuilt.ts";
import { ONSET_MS, sinceOnset } from "./slow-conditions.ts";

const HEALTHY = { outcome: "healthy", cause: null, proposal: null } as const;

export const cacheL1Cold: Fault = {
  name: "cache-l1-cold",
  description: "A new market multiplied the entities that are asked for; the pods' own caches hold a fraction of them.",
  runbook: "latency",
  expected: { outcome: "problem", cause: "cache-l1-cold", proposal: "enlarge-l1" },
  conditions: sinceOnset({ workingSet: 6 }),
};

export const cacheL2Cold: Fault = {
  name: "cache-l2-cold",
  description: "Somebody shortened the shared cache's TTL to 15 seconds, and the pods were restarted with it.",
  runbook: "latency",
  expected: { outcome: "problem", cause: "cache-l2-cold", proposal: "extend-l2-ttl" },
  steps: () => [
    { atMs: ONSET_MS - 60_000, act: (world) => configure(world, "feature-api", { "cache.l2.ttl": "15s" }) },
    rebuilt("feature-api", ONSET_MS),
  ],
};

export const nearCacheL1Cold: Fault = {
  name: "near-cache-l1-cold",
  description: "The pods' own caches hold half of what is asked for; the shared one behind them answers in time.",
  runbook: "latency",
  nearMissOf: "cache-l1-cold",
  expected: HEALTHY,
  conditions: sinceOnset({ workingSet: 2.2, rereadInterval: 0.25 }),
};

export const nearCacheL2Cold: Fault = {
  name: "near-cache-l2-cold",
  description: "Few entities are read twice within the shared cache's TTL, but the pods' own caches hold most of them.",
  runbook: "latency",
  nearMissOf: "cache-l2-cold",
  expected: HEALTHY,
  conditions: sinceOnset({ rereadInterval: 12, workingSet: 1, traffic: 0.42 }),
};
