import type { Moment } from "./moment.ts";

/** Series that are computed together, second by second. */
export interface Family {
  readonly kind: "gauge" | "counter";
  /** Each series' labels, `__name__` among them. */
  readonly labels: readonly Readonly<Record<string, string>>[];
  /** In the order of the labels: a gauge's value, or by how much a counter increases. */
  at(moment: Moment): readonly number[];
}

/** Upper bounds of the latency histograms, seconds. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03, 0.05, 0.075, 0.1, 0.25, 0.5, 1] as const;

/** The labels of a histogram's buckets, `+Inf` last. */
export function bucketLabels(
  metric: string,
  labels: Readonly<Record<string, string>>,
): readonly Readonly<Record<string, string>>[] {
  return [...BUCKETS.map(String), "+Inf"].map((le) => ({ __name__: `${metric}_bucket`, ...labels, le }));
}

/** How much each bucket increases by `count` observations that are distributed so. */
export function bucketCounts(count: number, within: (value: number) => number): readonly number[] {
  return [...BUCKETS.map((bound) => count * within(bound)), count];
}
