import type { Aggregator } from "../../expression.ts";
import { addToSum } from "../kahan-sum.ts";
import { mean } from "../mean.ts";
import { quantile } from "../quantile.ts";
import type { SelectingAggregator } from "./first-k.ts";

type Reducer = (values: readonly number[], parameter: number) => number;

/** What makes one value of a group's values at one step; there is at least one of them. */
export const reducers: Record<Exclude<Aggregator, SelectingAggregator>, Reducer> = {
  sum: (values) => {
    const [first = Number.NaN, ...rest] = values;
    const { sum, compensation } = rest.reduce(addToSum, { sum: first, compensation: 0 });
    return sum + compensation;
  },
  avg: mean,
  min: (values) => values.reduce((least, value) => (least > value || Number.isNaN(least) ? value : least)),
  max: (values) => values.reduce((most, value) => (most < value || Number.isNaN(most) ? value : most)),
  count: (values) => values.length,
  group: () => 1,
  stddev: (values) => Math.sqrt(variance(values)),
  stdvar: variance,
  quantile: (values, fraction) => quantile(fraction, values),
};

/** The population's variance, by Welford's method. */
function variance(values: readonly number[]): number {
  const [first = Number.NaN, ...rest] = values;
  let average = first;
  let squares = Number.isFinite(first) ? 0 : Number.NaN;
  let count = 1;
  for (const value of rest) {
    count++;
    const delta = value - average;
    average += delta / count;
    squares += delta * (value - average);
  }
  return squares / count;
}
