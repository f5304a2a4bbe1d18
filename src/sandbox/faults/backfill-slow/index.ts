import { MINUTE_MS, SECOND_MS } from "../../world/time.ts";
import type { Fault } from "../fault.ts";
import { since } from "../since.ts";
import { onset } from "../step.ts";
import { notReady, souring } from "../fates.ts";
import { podsOfRelease, podsSince, podsThereAt } from "../struck.ts";
import { releaseTag, replacePods } from "../workload.ts";

const runbook = "backfill-slow";
const WORKER = "backfill-worker";
const ONSET_MS = -12 * MINUTE_MS;
const HEALTHY = { outcome: "healthy", cause: null, proposal: null } as const;

const sinceOnset = since(ONSET_MS);

const badRelease: Fault = {
  name: "backfill-bad-release",
  description: "A release of the workers becomes ready, and two thirds of the attempts that it makes fail.",
  runbook,
  expected: { outcome: "problem", cause: "bad-rollout", proposal: "rollback" },
  steps: () => [releaseTag(WORKER, "1.10.0", ONSET_MS)],
  fate: podsOfRelease(
    WORKER,
    "1.10.0",
    souring({
      afterMs: 20 * SECOND_MS,
      errorShare: 0.65,
      errorType: "attempt_failed",
      words: "WarehouseError: unknown session property query_max_run_time",
    }),
  ),
};

const retries: Fault = {
  name: "backfill-retries",
  description: "Most attempts of the backfill fail on a damaged partition and are made again.",
  runbook,
  expected: { outcome: "problem", cause: "retries", proposal: "repair-input" },
  conditions: sinceOnset({ backfillFailures: 0.65 }),
};

const workersHung: Fault = {
  name: "backfill-workers-hung",
  description: "The running workers lost their connections and do not become ready again.",
  runbook,
  expected: { outcome: "problem", cause: "workers-unhealthy", proposal: "restart" },
  steps: () => [onset(ONSET_MS)],
  fate: podsThereAt(WORKER, ONSET_MS, notReady("ConnectionError: warehouse session expired")),
};

const tooFewWorkers: Fault = {
  name: "backfill-too-few-workers",
  description: "A backfill of two years was ordered: two and a half times the usual work, for the usual workers.",
  runbook,
  expected: { outcome: "problem", cause: "too-few-workers", proposal: "scale-workers" },
  conditions: sinceOnset({ backfillWork: 2.5 }),
};

const nearBadRelease: Fault = {
  name: "near-backfill-bad-release",
  description:
    "Attempts have failed on a damaged partition for twelve minutes; the release of two minutes ago is sound.",
  runbook,
  nearMissOf: "bad-rollout",
  expected: { outcome: "problem", cause: "retries", proposal: "repair-input" },
  steps: () => [releaseTag(WORKER, "1.9.1", -2 * MINUTE_MS)],
  conditions: sinceOnset({ backfillFailures: 0.65 }),
};

const nearOneGroup: Fault = {
  name: "near-backfill-one-group",
  description:
    "The shortest backfill takes more than twice as long as before and is the longest by now: no queue, no retries.",
  runbook,
  nearMissOf: "too-few-workers",
  expected: { outcome: "problem", cause: null, proposal: null },
  conditions: sinceOnset({ slowBackfills: { price_history_features: 2.3 } }),
};

const nearRetries: Fault = {
  name: "near-backfill-retries",
  description: "One attempt in eight fails and is made again, which hardly anybody notices.",
  runbook,
  nearMissOf: "retries",
  expected: HEALTHY,
  conditions: sinceOnset({ backfillFailures: 0.12 }),
};

const nearWorkersHung: Fault = {
  name: "near-backfill-workers-hung",
  description: "One of three workers had to move and is not ready; the backfill takes half as long again.",
  runbook,
  nearMissOf: "workers-unhealthy",
  expected: HEALTHY,
  steps: () => [replacePods(WORKER, 1, ONSET_MS)],
  fate: podsSince(WORKER, ONSET_MS, notReady("ConnectionError: warehouse session expired")),
};

const nearTooFewWorkers: Fault = {
  name: "near-backfill-too-few-workers",
  description: "Two thirds more work than usual: the backfill takes longer, and not twice as long.",
  runbook,
  nearMissOf: "too-few-workers",
  expected: HEALTHY,
  conditions: sinceOnset({ backfillWork: 1.65 }),
};

/** The faults of the runbook `backfill-slow`. */
export const backfillSlowFaults: readonly Fault[] = [
  badRelease,
  retries,
  workersHung,
  tooFewWorkers,
  nearBadRelease,
  nearOneGroup,
  nearRetries,
  nearWorkersHung,
  nearTooFewWorkers,
];
