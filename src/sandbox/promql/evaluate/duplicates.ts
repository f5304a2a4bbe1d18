import { PromQLError } from "../error.ts";
import { labelsKey } from "../labels.ts";
import type { StepSeries } from "./steps.ts";

export function duplicateLabelset(): PromQLError {
  return new PromQLError("execution", "vector cannot contain metrics with the same labelset");
}

/** Throws when two series have the same labels, even where they have no step in common. */
export function rejectDuplicates(matrix: readonly StepSeries[]): void {
  const keys = new Set(matrix.map(({ labels }) => labelsKey(labels)));
  if (keys.size < matrix.length) throw duplicateLabelset();
}
