import type { Fault } from "../fault.ts";
import { cacheL1Cold, cacheL2Cold, nearCacheL1Cold, nearCacheL2Cold } from "./caches.ts";
import { hotPartition, kvSlow, nearHotPartition, nearKvSlow } from "./kv.ts";
import {
  nearSaturated,
  nearServingSaturated,
  nearTrafficSpike,
  saturated,
  servingSaturated,
  trafficSpike,
} from "./load.ts";

/** The faults of the runbook `latency`. */
export const latencyFaults: readonly Fault[] = [
  cacheL1Cold,
  cacheL2Cold,
  kvSlow,
  hotPartition,
  trafficSpike,
  saturated,
  servingSaturated,
  nearCacheL1Cold,
  nearCacheL2Cold,
  nearKvSlow,
  nearHotPartition,
  nearTrafficSpike,
  nearSaturated,
  nearServingSaturated,
];
