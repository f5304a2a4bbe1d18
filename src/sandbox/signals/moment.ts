import { type PlatformState, NOBODY, type Workers } from "../world/platform-state.ts";
import type { Conditions } from "./conditions.ts";

/** All that the series of one second depend on. */
export interface Moment {
  readonly atMs: number;
  readonly second: number;
  /** The world's start. */
  readonly startedAtMs: number;
  readonly seed: number;
  /** Lookups asked for in this second. */
  readonly lookups: number;
  readonly conditions: Conditions;
  readonly state: PlatformState | undefined;
}

export function workersOf({ state }: Moment, deployment: string): Workers {
  return state?.workers[deployment] ?? NOBODY;
}

/** The mean share of the ready pods' work that they spoil, by error type. */
export function spoiledShares(moment: Moment, deployment: string): ReadonlyMap<string, number> {
  const { ready } = workersOf(moment, deployment);
  const shares = new Map<string, number>();
  for (const pod of ready)
    if (pod.errorShare > 0 && moment.atMs >= pod.sourAtMs)
      shares.set(pod.errorType, (shares.get(pod.errorType) ?? 0) + pod.errorShare / ready.length);
  return shares;
}

/** Waiting time in a queue of this utilization, against what it is at the usual one: 1 as usual, 12 where there is no end of it. */
export function queueing(utilization: number, usual: number): number {
  return Math.min(12, Math.max(0.7, (1 - usual) / Math.max(1e-3, 1 - utilization)));
}

/** Computes what several families need of a moment only once. */
export function oncePerMoment<T>(compute: (moment: Moment) => T): (moment: Moment) => T {
  const known = new WeakMap<Moment, { readonly value: T }>();
  return (moment) => {
    const found = known.get(moment) ?? { value: compute(moment) };
    known.set(moment, found);
    return found.value;
  };
}
