import type { PrometheusSeries } from "../../clients/prometheus-client.ts";

/** Between the end of the past and the present sample: time that the asking took, and clocks that differ. */
const UNSEEN_MOST_MS = 30_000;

/** One moment of the past: the values of all series that had one then. */
interface Moment {
  readonly atMs: number;
  readonly values: readonly number[];
}

export interface OnsetQuestion {
  readonly series: readonly PrometheusSeries[];
  readonly stepMs: number;
  /** Until when the past was asked for, by this machine's clock. */
  readonly endMs: number;
  /** When the present, breaching sample was taken, by the server's clock. */
  readonly nowMs: number;
  readonly breaches: (values: readonly number[]) => boolean;
}

/** When it began to hurt; or, where its beginning was not seen, since when at least it does. Milliseconds since the epoch, by the server's clock. */
export type Onset =
  | { readonly kind: "seen"; readonly atMs: number }
  | { readonly kind: "earlier"; readonly thanMs: number }
  | { readonly kind: "unknown" };

const UNKNOWN: Onset = { kind: "unknown" };

/**
 * The first point of the unbroken run of breaching points that reaches now; with the present sample, one point of the past suffices. `earlier` where
 * the series begins in breach, or comes out of a gap; `unknown` where its past does not reach now.
 */
export function onsetOf({ series, stepMs, endMs, nowMs, breaches }: OnsetQuestion): Onset {
  // With clocks that differ, the end of the range lies in the server's future, where rates run dry.
  const moments = momentsOf(series).filter(({ atMs }) => atMs <= nowMs);
  const last = moments.at(-1);
  const reachesNow = last !== undefined && last.atMs >= Math.min(endMs, nowMs) - 2 * stepMs;
  if (!reachesNow || nowMs - endMs > UNSEEN_MOST_MS) return UNKNOWN;
  if (!breaches(last.values)) return { kind: "seen", atMs: nowMs };
  let first = last;
  for (let index = moments.length - 2; index >= 0; index -= 1) {
    const before = moments[index];
    if (before === undefined || first.atMs - before.atMs > 1.5 * stepMs || before.values.every(Number.isNaN)) break;
    if (!breaches(before.values)) return { kind: "seen", atMs: first.atMs };
    first = before;
  }
  return { kind: "earlier", thanMs: first.atMs };
}

function momentsOf(series: readonly PrometheusSeries[]): readonly Moment[] {
  const byTime = new Map<number, number[]>();
  for (const { points } of series) {
    for (const { atMs, value } of points) {
      const values = byTime.get(atMs);
      if (values === undefined) byTime.set(atMs, [value]);
      else values.push(value);
    }
  }
  return [...byTime].map(([atMs, values]) => ({ atMs, values })).sort((a, b) => a.atMs - b.atMs);
}
