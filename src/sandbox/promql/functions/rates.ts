import { extrapolatedChange } from "./extrapolate.ts";
import { rangeFunction, type Window } from "./function-definition.ts";

export const rate = rangeFunction((window) =>
  extrapolatedChange(window, { isCounter: true, perSeconds: (window.endMs - window.startMs) / 1000 }),
);

export const increase = rangeFunction((window) => extrapolatedChange(window, { isCounter: true }));

export const delta = rangeFunction((window) => extrapolatedChange(window, { isCounter: false }));

/** The rate between the last two samples. */
export const irate = rangeFunction((window) => lastStep(window, true));

/** The difference between the last two samples. */
export const idelta = rangeFunction((window) => lastStep(window, false));

function lastStep({ points }: Window, isRate: boolean): number | undefined {
  const [previous, last] = points.slice(-2);
  if (previous === undefined || last === undefined) return undefined;
  const [previousMs, previousValue] = previous;
  const [lastMs, lastValue] = last;
  if (!isRate) return lastValue - previousValue;
  // A fall is a restart from zero, so that all of the new value has been added since.
  const added = lastValue < previousValue ? lastValue : lastValue - previousValue;
  return added / ((lastMs - previousMs) / 1000);
}
