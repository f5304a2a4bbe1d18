import { backfillSlowFaults } from "./backfill-slow/index.ts";
import { badRolloutReady } from "./bad-rollout-ready.ts";
import { badRollout } from "./bad-rollout.ts";
import { apiUnreachable, forbidden, slow } from "./blind.ts";
import { cacheHitRateFaults } from "./cache-hit-rate/index.ts";
import { crashLoop, crashLoopConfiguration } from "./crash-loop.ts";
import { dagFailureFaults } from "./dag-failure/index.ts";
import { diskUsageFaults } from "./disk-usage/index.ts";
import type { Expected, Fault } from "./fault.ts";
import { featureStalenessFaults } from "./feature-staleness/index.ts";
import { imageUnavailable, imageUnavailableNoRelease } from "./image-unavailable.ts";
import { latencyFaults } from "./latency/index.ts";
import { modelLoadFaults } from "./model-load-failure/index.ts";
import { kvAndReplicaDown, kvStoreDown, kvStoreDownAfterRelease } from "./kv-store-down.ts";
import { nearKvStoreDown } from "./near-kv-store-down.ts";
import {
  nearImageUnavailable,
  nearOutOfMemory,
  nearPodsUnhealthy,
  nearScaledToZero,
  nearUnschedulable,
} from "./near-pods.ts";
import { nearBadRollout, nearBadRolloutAllPods } from "./near-rollouts.ts";
import { none } from "./none.ts";
import { outOfMemory, outOfMemoryNoRelease } from "./out-of-memory.ts";
import { predictionDownFaults } from "./prediction-down/index.ts";
import { replicaUnhealthyFaults } from "./replica-unhealthy/index.ts";
import { scaledToZero, scaledToZeroUnrecorded } from "./scaled-to-zero.ts";
import { streamingFaults } from "./streaming/index.ts";
import { unschedulable, unschedulableNoRelease } from "./unschedulable.ts";

/** All faults that the sandbox can be started with, in the order in which a drill runs them. */
export const faults: readonly Fault[] = [
  none,
  badRollout,
  badRolloutReady,
  crashLoop,
  crashLoopConfiguration,
  imageUnavailable,
  imageUnavailableNoRelease,
  outOfMemory,
  outOfMemoryNoRelease,
  unschedulable,
  unschedulableNoRelease,
  kvStoreDown,
  kvStoreDownAfterRelease,
  kvAndReplicaDown,
  scaledToZero,
  scaledToZeroUnrecorded,
  forbidden,
  apiUnreachable,
  slow,
  nearBadRollout,
  nearBadRolloutAllPods,
  nearImageUnavailable,
  nearOutOfMemory,
  nearUnschedulable,
  nearKvStoreDown,
  nearScaledToZero,
  nearPodsUnhealthy,
  ...latencyFaults,
  ...predictionDownFaults,
  ...replicaUnhealthyFaults,
  ...cacheHitRateFaults,
  ...modelLoadFaults,
  ...featureStalenessFaults,
  ...dagFailureFaults,
  ...diskUsageFaults,
  ...backfillSlowFaults,
  ...streamingFaults,
];

export function findFault(name: string): Fault | undefined {
  return faults.find((fault) => fault.name === name);
}

const FIRST_RUNBOOK = "feature-store-down";

/** The runbook whose drill a fault is; null: every runbook's. */
export function runbookOf({ runbook = FIRST_RUNBOOK }: Fault): string | null {
  return runbook === "every" ? null : runbook;
}

/** The faults of a runbook, in the order in which they are drilled: its own, and those of every one. */
export function faultsOf(runbook: string): readonly Fault[] {
  return faults.filter((fault) => (runbookOf(fault) ?? runbook) === runbook);
}

/** What a runbook should say of a fault: of one that is another runbook's, that what it looks at is well. */
export function expectedOf(fault: Fault, runbook: string): Expected {
  const own = runbookOf(fault) ?? runbook;
  return own === runbook ? fault.expected : { outcome: "healthy", cause: null, proposal: null };
}
