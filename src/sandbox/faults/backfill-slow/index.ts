import type { Conditions } from "../../signals/conditions.ts";
import { MINUTE_MS } from "../../world/time.ts";
import type { Fault } from "../fault.ts";
import { onset } from "../step.ts";
import { isOf, replacePods, wasThere } from "../workload.ts";
import { createdMs } from "../pod-facts.ts";

const runbook = "backfill-slow";
const WORKER = "backfill-worker";
const ONSET_MS = -12 * MINUTE_MS;
const HEALTHY = { outcome: "healthy", cause: null, proposal: null } as const;

const since =
  (conditions: Partial<Conditions>) =>
  (sinceStartMs: number): Partial<Conditions> =>
    sinceStartMs >= ONSET_MS ? conditions : {};

const retries: Fault = {
  name: "backfill-retries",
  description: "Most attempts of the backfill fail on a damaged partition and are made again.",
  runbook,
  expected: { outcome: "problem", cause: "retries", proposal: "repair-input" },
  conditions: since({ backfillFailures: 0.65 }),
};

const workersHung: Fault = {
  name: "backfill-workers-hung",
  description: "The running workers lost their connections and do not become ready again.",
  runbook,
  expected: { outcome: "problem", cause: "workers-unhealthy", proposal: "restart" },
  steps: () => [onset(ONSET_MS)],
  fate: (pod, sinceStartMs, world) =>
    wasThere(pod, WORKER, sinceStartMs, ONSET_MS, world)
      ? { kind: "not-ready", complaint: () => "ConnectionError: warehouse session expired" }
      : undefined,
};

const tooFewWorkers: Fault = {
  name: "backfill-too-few-workers",
  description: "A backfill of two years was ordered: two and a half times the usual work, for the usual workers.",
  runbook,
  expected: { outcome: "problem", cause: "too-few-workers", proposal: "scale-workers" },
  conditions: since({ backfillWork: 2.5 }),
};

const nearRetries: Fault = {
  name: "near-backfill-retries",
  description: "One attempt in eight fails and is made again, which hardly anybody notices.",
  runbook,
  nearMissOf: "retries",
  expected: HEALTHY,
  conditions: since({ backfillFailures: 0.12 }),
};

const nearWorkersHung: Fault = {
  name: "near-backfill-workers-hung",
  description: "One of three workers had to move and is not ready; the backfill takes half as long again.",
  runbook,
  nearMissOf: "workers-unhealthy",
  expected: HEALTHY,
  steps: () => [replacePods(WORKER, 1, ONSET_MS)],
  fate: (pod, _sinceStartMs, world) =>
    isOf(pod, WORKER) && createdMs(pod, world) >= ONSET_MS
      ? { kind: "not-ready", complaint: () => "ConnectionError: warehouse session expired" }
      : undefined,
};

const nearTooFewWorkers: Fault = {
  name: "near-backfill-too-few-workers",
  description: "Two thirds more work than usual: the backfill takes longer, and not twice as long.",
  runbook,
  nearMissOf: "too-few-workers",
  expected: HEALTHY,
  conditions: since({ backfillWork: 1.65 }),
};

/** The faults of the runbook `backfill-slow`. */
export const backfillSlowFaults: readonly Fault[] = [
  retries,
  workersHung,
  tooFewWorkers,
  nearRetries,
  nearWorkersHung,
  nearTooFewWorkers,
];
