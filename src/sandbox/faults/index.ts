import { badRolloutReady } from "./bad-rollout-ready.ts";
import { badRollout } from "./bad-rollout.ts";
import { apiUnreachable, forbidden, slow } from "./blind.ts";
import { crashLoop, crashLoopConfiguration } from "./crash-loop.ts";
import type { Fault } from "./fault.ts";
import { imageUnavailable, imageUnavailableNoRelease } from "./image-unavailable.ts";
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
import { scaledToZero, scaledToZeroUnrecorded } from "./scaled-to-zero.ts";
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
];

export function findFault(name: string): Fault | undefined {
  return faults.find((fault) => fault.name === name);
}
