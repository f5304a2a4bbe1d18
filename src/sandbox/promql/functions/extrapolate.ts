import type { Window } from "./function-definition.ts";

/**
 * How much a series changed over the whole window, from the change between its first and last sample there. The window's
 * ends are covered when a sample would have been expected there (within 1.1 of the average distance of samples), otherwise
 * half a distance is added: the series is taken to have begun or ended inside. A counter is not extended below zero, and a
 * fall of its value is a restart from zero. undefined with fewer than two samples.
 */
export function extrapolatedChange({ points, startMs, endMs }: Window, isCounter: boolean): number | undefined {
  const first = points[0];
  const last = points[points.length - 1];
  if (first === undefined || last === undefined || points.length < 2) return undefined;
  const [firstMs, firstValue] = first;
  const [lastMs, lastValue] = last;

  const change = lastValue - firstValue + (isCounter ? lostInRestarts(points) : 0);
  const sampledSeconds = (lastMs - firstMs) / 1000;
  const averageGapSeconds = sampledSeconds / (points.length - 1);
  const reach = (seconds: number): number => (seconds >= averageGapSeconds * 1.1 ? averageGapSeconds / 2 : seconds);

  let beforeSeconds = reach((firstMs - startMs) / 1000);
  if (isCounter && change > 0 && firstValue >= 0) {
    beforeSeconds = Math.min(beforeSeconds, sampledSeconds * (firstValue / change));
  }
  const afterSeconds = reach((endMs - lastMs) / 1000);
  return change * ((sampledSeconds + beforeSeconds + afterSeconds) / sampledSeconds);
}

function lostInRestarts(points: Window["points"]): number {
  let lost = 0;
  let previous = Number.NEGATIVE_INFINITY;
  for (const [, value] of points) {
    if (value < previous) lost += previous;
    previous = value;
  }
  return lost;
}
