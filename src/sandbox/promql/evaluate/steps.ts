import type { Labels } from "../labels.ts";

/** The times at which a query is evaluated: `count` of them, from `startMs` on, `stepMs` apart. */
export interface Steps {
  startMs: number;
  stepMs: number;
  count: number;
}

/** A series of results: one place for each step, undefined where there is no value. */
export interface StepSeries {
  labels: Labels;
  values: (number | undefined)[];
}

/** One series' value at one step. */
export interface Sample {
  labels: Labels;
  value: number;
}

export function stepTimes(steps: Steps): number[] {
  return Array.from({ length: steps.count }, (_, index) => steps.startMs + index * steps.stepMs);
}

/** The series that have a value at the step, in the order of the matrix. */
export function samplesAt(matrix: readonly StepSeries[], step: number): Sample[] {
  const samples: Sample[] = [];
  for (const { labels, values } of matrix) {
    const value = values[step];
    if (value !== undefined) samples.push({ labels, value });
  }
  return samples;
}

/** A scalar's value at the step. Scalars are matrices of one series without labels and without gaps. */
export function scalarAt(matrix: readonly StepSeries[], step: number): number {
  return matrix[0]?.values[step] ?? Number.NaN;
}

export function constantScalar(value: number, steps: Steps): StepSeries[] {
  return [{ labels: [], values: Array.from({ length: steps.count }, () => value) }];
}
