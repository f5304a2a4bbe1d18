import { PromQLError } from "../error.ts";
import type { Expr } from "../expression.ts";
import { dropMetricName } from "../labels.ts";
import { aggregate } from "./aggregate/aggregate.ts";
import { evaluateBinary } from "./binary/binary.ts";
import { evaluateCall } from "./call.ts";
import { rejectDuplicates } from "./duplicates.ts";
import type { Evaluation } from "./evaluation.ts";
import type { SeriesSource } from "../series-source.ts";
import { evaluateSelector } from "./select.ts";
import { constantScalar, type Steps, type StepSeries } from "./steps.ts";

/** Evaluates a scalar or an instant vector at all steps. Throws PromQLError of kind `execution`. */
export function evaluateSteps(expr: Expr, steps: Steps, source: SeriesSource): StepSeries[] {
  const evaluation: Evaluation = { steps, source, evaluate: (operand) => evaluateSteps(operand, steps, source) };
  switch (expr.type) {
    case "number":
      return constantScalar(expr.value, steps);
    case "selector":
      return evaluateSelector(expr, steps, source);
    case "range":
      throw new PromQLError("parse", "a range vector can only be the argument of a function", expr.position);
    case "parentheses":
      return evaluation.evaluate(expr.inner);
    case "sign":
      return expr.negative ? negate(evaluation.evaluate(expr.operand)) : evaluation.evaluate(expr.operand);
    case "binary":
      return evaluateBinary(expr, evaluation);
    case "aggregate":
      return aggregate(expr, evaluation);
  }
  return evaluateCall(expr, evaluation);
}

function negate(matrix: readonly StepSeries[]): StepSeries[] {
  const negated = matrix.map(({ labels, values }) => ({
    labels: dropMetricName(labels),
    values: values.map((value) => (value === undefined ? undefined : -value)),
  }));
  rejectDuplicates(negated);
  return negated;
}
