import { addToSum } from "../evaluate/kahan-sum.ts";
import { mean } from "../evaluate/mean.ts";
import { quantile } from "../evaluate/quantile.ts";
import { type RangeFunction, rangeFunction, type Window } from "./function-definition.ts";

function values({ points }: Window): number[] {
  return points.map(([, value]) => value);
}

export const avgOverTime = rangeFunction((window) => mean(values(window)));

export const minOverTime = rangeFunction((window) =>
  values(window).reduce((least, value) => (value < least || Number.isNaN(least) ? value : least)),
);

export const maxOverTime = rangeFunction((window) =>
  values(window).reduce((most, value) => (value > most || Number.isNaN(most) ? value : most)),
);

export const sumOverTime = rangeFunction((window) => {
  const { sum, compensation } = values(window).reduce(addToSum, { sum: 0, compensation: 0 });
  return Math.abs(sum) === Infinity ? sum : sum + compensation;
});

export const countOverTime = rangeFunction(({ points }) => points.length);

export const presentOverTime = rangeFunction(() => 1);

/** Like an offset, it gives a sample of the series itself, which keeps its name. */
export const lastOverTime: RangeFunction = {
  ...rangeFunction(({ points }) => points[points.length - 1]?.[1]),
  keepsName: true,
};

export const quantileOverTime: RangeFunction = {
  ...rangeFunction(() => undefined),
  args: ["scalar", "range"],
  evaluate: (window, [fraction = Number.NaN]) => quantile(fraction, values(window)),
};

/** How often the value differs from the one before; NaN after NaN is no change. */
export const changes = rangeFunction((window) =>
  countPairs(window, (before, after) => before !== after && !(Number.isNaN(before) && Number.isNaN(after))),
);

/** How often the value falls: a counter's restarts. */
export const resets = rangeFunction((window) => countPairs(window, (before, after) => after < before));

function countPairs(window: Window, counts: (before: number, after: number) => boolean): number {
  const all = values(window);
  return all.filter((after, index) => index > 0 && counts(all[index - 1] ?? Number.NaN, after)).length;
}
