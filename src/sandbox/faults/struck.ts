import type { Fate } from "../world/fate.ts";
import type { Pod } from "../world/objects.ts";
import type { Fault } from "./fault.ts";
import { createdMs } from "./pod-facts.ts";
import { hasTag, isOf } from "./workload.ts";

type FateOf = NonNullable<Fault["fate"]>;
type Met = (pod: Pod) => Fate;

/** Every pod of a workload from a time on, ms after the world's start: new pods fare no better. */
export function everyPod(workload: string, fromMs: number, met: Met): FateOf {
  return (pod, sinceStartMs) => (isOf(pod, workload) && sinceStartMs >= fromMs ? met(pod) : undefined);
}

/** The pods of a workload that are there at a time: those that replace them are well. */
export function podsThereAt(workload: string, atMs: number, met: Met): FateOf {
  return (pod, sinceStartMs, world) =>
    isOf(pod, workload) && sinceStartMs >= atMs && createdMs(pod, world) < atMs ? met(pod) : undefined;
}

/** The pods of a workload that were created since a time: those from before are well. */
export function podsSince(workload: string, fromMs: number, met: Met): FateOf {
  return (pod, _sinceStartMs, world) => (isOf(pod, workload) && createdMs(pod, world) >= fromMs ? met(pod) : undefined);
}

/** The pods of a workload's release. */
export function podsOfRelease(workload: string, tag: string, met: Met): FateOf {
  return (pod) => (hasTag(pod, workload, tag) ? met(pod) : undefined);
}
