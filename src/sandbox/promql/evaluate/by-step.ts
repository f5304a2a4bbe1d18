import { labelsKey } from "../labels.ts";
import { duplicateLabelset, rejectDuplicates } from "./duplicates.ts";
import type { Sample, Steps, StepSeries } from "./steps.ts";

/**
 * Computes each step on its own and joins the results to series by their labels. With a single step the order of the
 * results stays as computed. Throws when one step has two results of the same labels.
 */
export function byStep(steps: Steps, compute: (step: number, tMs: number) => readonly Sample[]): StepSeries[] {
  if (steps.count === 1) {
    const matrix = compute(0, steps.startMs).map(({ labels, value }) => ({ labels, values: [value] }));
    rejectDuplicates(matrix);
    return matrix;
  }
  const byLabels = new Map<string, StepSeries>();
  for (let step = 0; step < steps.count; step++) {
    for (const { labels, value } of compute(step, steps.startMs + step * steps.stepMs)) {
      const key = labelsKey(labels);
      let series = byLabels.get(key);
      if (series === undefined) {
        series = { labels, values: Array.from({ length: steps.count }, () => undefined) };
        byLabels.set(key, series);
      }
      if (series.values[step] !== undefined) throw duplicateLabelset();
      series.values[step] = value;
    }
  }
  return [...byLabels.values()];
}
