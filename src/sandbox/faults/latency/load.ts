import type { Fault } from "../fault.ts";
import { sinceOnset } from "./slow-conditions.ts";

export const trafficSpike: Fault = {
  name: "traffic-spike",
  description: "Half as many lookups again as at the same time before: the pods' queues grow.",
  runbook: "latency",
  expected: { outcome: "problem", cause: "traffic-spike", proposal: "scale-out" },
  conditions: sinceOnset({ traffic: 1.5 }),
};

export const saturated: Fault = {
  name: "saturated",
  description: "The lookups are as many as ever, but noisy neighbours take a third of what the pods can do.",
  runbook: "latency",
  expected: { outcome: "problem", cause: "saturated", proposal: "scale-out" },
  conditions: sinceOnset({ lookupCapacity: 0.66 }),
};

export const servingSaturated: Fault = {
  name: "serving-saturated",
  description:
    "Predictions cost almost three times as much since the model grew: the models' queues are full, the features are fast.",
  runbook: "latency",
  expected: { outcome: "problem", cause: "serving-saturated", proposal: "scale-out-serving" },
  conditions: sinceOnset({ inferenceCost: 2.7 }),
};

export const nearTrafficSpike: Fault = {
  name: "near-traffic-spike",
  description: "An eighth more lookups than before, which the pods carry; KV reads are slow for another reason.",
  runbook: "latency",
  nearMissOf: "traffic-spike",
  expected: { outcome: "problem", cause: "kv-slow", proposal: "relieve-kv" },
  conditions: sinceOnset({ traffic: 1.12, kvLatency: 6 }),
};

export const nearSaturated: Fault = {
  name: "near-saturated",
  description: "The pods' connection pools are fuller than usual, as in every busy hour; nothing is slow.",
  runbook: "latency",
  nearMissOf: "saturated",
  expected: { outcome: "healthy", cause: null, proposal: null },
  conditions: sinceOnset({ lookupCapacity: 0.9 }),
};

export const nearServingSaturated: Fault = {
  name: "near-serving-saturated",
  description: "Predictions are slow because their features are: the models' queues are short.",
  runbook: "latency",
  nearMissOf: "serving-saturated",
  expected: { outcome: "problem", cause: "kv-slow", proposal: "relieve-kv" },
  conditions: sinceOnset({ kvLatency: 14 }),
};
