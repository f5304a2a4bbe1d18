import type { RangeSelector, VectorSelector } from "../expression.ts";
import { compareLabels, type Labels, labelsFromRecord } from "../labels.ts";
import type { SamplePoint, SeriesSource } from "../series-source.ts";
import { stepTimes, type Steps, type StepSeries } from "./steps.ts";

/** How long a sample counts as the current one when no newer arrives; the instant at its far end does not belong to it. */
const lookbackMs = 300_000;

/** A sample that is not a staleness marker. */
export type Point = readonly [tMs: number, value: number];

export interface SelectedSeries {
  labels: Labels;
  samples: readonly SamplePoint[];
}

/** The series of a selector, in Prometheus's order, with what is needed to look `backMs` back from each step. */
export function selectSeries(
  { matchers, offsetMs }: VectorSelector,
  backMs: number,
  steps: Steps,
  source: SeriesSource,
): SelectedSeries[] {
  const lastMs = steps.startMs + (steps.count - 1) * steps.stepMs;
  return source
    .select(matchers, steps.startMs - offsetMs - backMs + 1, lastMs - offsetMs)
    .map(({ labels, samples }) => ({ labels: labelsFromRecord(labels), samples }))
    .sort((a, b) => compareLabels(a.labels, b.labels));
}

/** The value, or with `what` the time in seconds, of each series' current sample at each step. */
export function evaluateSelector(
  selector: VectorSelector,
  steps: Steps,
  source: SeriesSource,
  what: "value" | "seconds" = "value",
): StepSeries[] {
  return selectSeries(selector, lookbackMs, steps, source)
    .map(({ labels, samples }) => ({
      labels,
      values: stepTimes(steps).map((tMs) => {
        const point = currentPoint(samples, tMs - selector.offsetMs);
        return what === "value" ? point?.[1] : point && point[0] / 1000;
      }),
    }))
    .filter(({ values }) => values.some((value) => value !== undefined));
}

/** The samples within (tMs - offset - range, tMs - offset], without staleness markers. */
export function pointsInRange(
  { selector, rangeMs }: RangeSelector,
  samples: readonly SamplePoint[],
  tMs: number,
): Point[] {
  const endMs = tMs - selector.offsetMs;
  const points = samples.slice(countUpTo(samples, endMs - rangeMs), countUpTo(samples, endMs));
  return points.filter((point): point is Point => point[1] !== "stale");
}

function currentPoint(samples: readonly SamplePoint[], tMs: number): Point | undefined {
  const sample = samples[countUpTo(samples, tMs) - 1];
  if (sample === undefined || sample[0] <= tMs - lookbackMs) return undefined;
  const [sampleMs, value] = sample;
  return value === "stale" ? undefined : [sampleMs, value];
}

/** How many samples are not later than the time. */
function countUpTo(samples: readonly SamplePoint[], tMs: number): number {
  let low = 0;
  let high = samples.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((samples[middle]?.[0] ?? Number.POSITIVE_INFINITY) <= tMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
