import type { Window } from "./function-definition.ts";

/**
 * How much a series changed over the whole window, from the change between its first and last sample there; with
 * `perSeconds`, divided by it. The window's ends are covered when a sample would have been expected there (within 1.1 of
 * the average distance of samples), otherwise half a distance is added: the series is taken to have begun or ended inside.
 * A counter is not extended below zero, and a fall of its value is a restart from zero. undefined with fewer than two
 * samples. The order of the operations is Prometheus's, so that comparisons of two rates agree to the last bit.
 */
export function extrapolatedChange(
  { points, startMs, endMs }: Window,
  { isCounter, perSeconds = 1 }: { isCounter: boolean; perSeconds?: number },
): number | undefined {
  const first = points[0];
  const last = points[points.length - 1];
  if (first === undefined || last === undefined || points.length < 2) return undefined;
  const [firstMs, firstValue] = first;
  const [lastMs, lastValue] = last;

  const change = isCounter ? withRestarts(lastValue - firstValue, points) : lastValue - firstValue;
  const sampledSeconds = (lastMs - firstMs) / 1000;
  const averageGapSeconds = sampledSeconds / (points.length - 1);
  const reach = (seconds: number): number => (seconds >= averageGapSeconds * 1.1 ? averageGapSeconds / 2 : seconds);

  let beforeSeconds = reach((firstMs - startMs) / 1000);
  if (isCounter && change > 0 && firstValue >= 0) {
    const sinceZeroSeconds = sampledSeconds * (firstValue / change);
    if (sinceZeroSeconds < beforeSeconds) beforeSeconds = sinceZeroSeconds;
  }
  const afterSeconds = reach((endMs - lastMs) / 1000);
  return change * ((sampledSeconds + beforeSeconds + afterSeconds) / sampledSeconds / perSeconds);
}

function withRestarts(difference: number, points: Window["points"]): number {
  let change = difference;
  let previous = Number.NEGATIVE_INFINITY;
  for (const [, value] of points) {
    if (value < previous) change += previous;
    previous = value;
  }
  return change;
}
