import { PromQLError } from "./error.ts";
import { evaluateSteps } from "./evaluate/evaluate.ts";
import { type Point, pointsInRange, selectSeries } from "./evaluate/select.ts";
import { scalarAt, type Steps, stepTimes } from "./evaluate/steps.ts";
import { type Expr, typeOf, withoutParentheses } from "./expression.ts";
import { compareLabels, labelsToRecord } from "./labels.ts";
import type { SeriesSource } from "./series-source.ts";

interface VectorElement {
  labels: Record<string, string>;
  value: number;
}

export interface MatrixSeries {
  labels: Record<string, string>;
  values: Point[];
}

/** The value of an instant query. A vector's order is the query's: that of sort and topk, else by labels as far as it goes. */
export type Value =
  | { type: "vector"; result: VectorElement[] }
  | { type: "scalar"; value: number }
  | { type: "matrix"; result: MatrixSeries[] };

/** Evaluates a query at one time, milliseconds since 1970. Throws PromQLError of kind `execution`. */
export function evaluateInstant(expr: Expr, source: SeriesSource, atMs: number): Value {
  const steps: Steps = { startMs: atMs, stepMs: 1, count: 1 };
  const inner = withoutParentheses(expr);
  if (inner.type === "range") {
    const result = selectSeries(inner.selector, inner.rangeMs, steps, source)
      .map(({ labels, samples }) => ({
        labels: labelsToRecord(labels),
        values: pointsInRange(inner, samples, atMs),
      }))
      .filter(({ values }) => values.length > 0);
    return { type: "matrix", result };
  }
  const matrix = evaluateSteps(expr, steps, source);
  if (typeOf(expr) === "scalar") return { type: "scalar", value: scalarAt(matrix, 0) };
  const result = matrix.flatMap(({ labels, values: [value] }) =>
    value === undefined ? [] : [{ labels: labelsToRecord(labels), value }],
  );
  return { type: "vector", result };
}

/**
 * Evaluates a query at each step from `startMs` to `endMs` (both included), milliseconds since 1970. The series come sorted
 * by their labels. Throws PromQLError: `parse` for a range vector or a step that is not positive, else `execution`.
 */
export function evaluateRange(
  expr: Expr,
  source: SeriesSource,
  startMs: number,
  endMs: number,
  stepMs: number,
): MatrixSeries[] {
  if (typeOf(expr) === "range") {
    throw new PromQLError(
      "parse",
      'invalid expression type "range vector" for range query, must be Scalar or instant Vector',
    );
  }
  if (!(stepMs > 0)) {
    throw new PromQLError(
      "parse",
      "zero or negative query resolution step widths are not accepted. Try a positive integer",
    );
  }
  if (endMs < startMs) return [];
  const steps: Steps = { startMs, stepMs, count: Math.floor((endMs - startMs) / stepMs) + 1 };
  const times = stepTimes(steps);
  return evaluateSteps(expr, steps, source)
    .toSorted((a, b) => compareLabels(a.labels, b.labels))
    .map(({ labels, values }) => ({
      labels: labelsToRecord(labels),
      values: times.flatMap((tMs, step): Point[] => {
        const value = values[step];
        return value === undefined ? [] : [[tMs, value]];
      }),
    }));
}
