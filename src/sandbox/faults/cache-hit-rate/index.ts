import { configure } from "../../world/changes.ts";
import { MINUTE_MS } from "../../world/time.ts";
import type { Fault } from "../fault.ts";
import { since } from "../since.ts";
import { rebuilt } from "../latency/rebuilt.ts";

const runbook = "cache-hit-rate";
const ONSET_MS = -18 * MINUTE_MS;
const HEALTHY = { outcome: "healthy", cause: null, proposal: null } as const;

const sinceOnset = since(ONSET_MS);

const warmingUp: Fault = {
  name: "cache-warming-up",
  description: "The feature API was restarted a moment before; its pods' own caches fill slowly at this hour.",
  runbook,
  expected: { outcome: "problem", cause: "warming-up", proposal: "let-fill" },
  steps: () => [rebuilt("feature-api", ONSET_MS)],
  conditions: () => ({ warmUp: 1_500 }),
};

const tooSmall: Fault = {
  name: "cache-too-small",
  description: "Six times as many entities are asked for as the pods' own caches were made for.",
  runbook,
  expected: { outcome: "problem", cause: "l1-too-small", proposal: "enlarge-l1" },
  conditions: sinceOnset({ workingSet: 6 }),
};

const tooShort: Fault = {
  name: "cache-ttl-short",
  description: "The shared cache's TTL was shortened to 15 seconds: values are gone before they are asked for again.",
  runbook,
  expected: { outcome: "problem", cause: "l2-too-short", proposal: "extend-l2-ttl" },
  steps: () => [
    { atMs: ONSET_MS - MINUTE_MS, act: (world) => configure(world, "feature-api", { "cache.l2.ttl": "15s" }) },
    rebuilt("feature-api", ONSET_MS),
  ],
};

const nearWarmingUp: Fault = {
  name: "near-cache-warming-up",
  description: "The last restart was an hour before the hits fell: it is the size, not a cold start.",
  runbook,
  nearMissOf: "warming-up",
  expected: { outcome: "problem", cause: "l1-too-small", proposal: "enlarge-l1" },
  steps: () => [rebuilt("feature-api", ONSET_MS - 60 * MINUTE_MS)],
  conditions: sinceOnset({ workingSet: 6 }),
};

const nearTooSmall: Fault = {
  name: "near-cache-too-small",
  description: "The pods' own caches miss more than they used to, and still hit every other time.",
  runbook,
  nearMissOf: "l1-too-small",
  expected: HEALTHY,
  conditions: sinceOnset({ workingSet: 1.8 }),
};

const nearTooShort: Fault = {
  name: "near-cache-ttl-short",
  description: "Entities are asked for again after six times as long; the shared cache still keeps most of them.",
  runbook,
  nearMissOf: "l2-too-short",
  expected: HEALTHY,
  conditions: sinceOnset({ rereadInterval: 6 }),
};

/** The faults of the runbook `cache-hit-rate`. */
export const cacheHitRateFaults: readonly Fault[] = [
  warmingUp,
  tooSmall,
  tooShort,
  nearWarmingUp,
  nearTooSmall,
  nearTooShort,
];
