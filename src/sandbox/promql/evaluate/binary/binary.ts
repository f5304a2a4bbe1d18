import { type BinaryExpr, isSetOperator, typeOf } from "../../expression.ts";
import { byStep } from "../by-step.ts";
import type { Evaluation } from "../evaluation.ts";
import { samplesAt, scalarAt, type StepSeries } from "../steps.ts";
import { operateElement } from "./element.ts";
import { combineSets } from "./set-operation.ts";
import { operateWithScalar } from "./vector-scalar.ts";
import { operateVectors } from "./vector-vector.ts";

export function evaluateBinary(expr: BinaryExpr, { steps, evaluate }: Evaluation): StepSeries[] {
  const left = evaluate(expr.left);
  const right = evaluate(expr.right);
  const leftIsScalar = typeOf(expr.left) === "scalar";
  const rightIsScalar = typeOf(expr.right) === "scalar";
  const { operator, matching, returnsBool } = expr;

  return byStep(steps, (step) => {
    if (isSetOperator(operator)) {
      return combineSets(operator, samplesAt(left, step), samplesAt(right, step), matching);
    }
    if (leftIsScalar && rightIsScalar) {
      const value = operateElement(operator, returnsBool, scalarAt(left, step), scalarAt(right, step));
      return [{ labels: [], value: value ?? Number.NaN }];
    }
    if (rightIsScalar) {
      return operateWithScalar(operator, returnsBool, samplesAt(left, step), scalarAt(right, step), "right");
    }
    if (leftIsScalar) {
      return operateWithScalar(operator, returnsBool, samplesAt(right, step), scalarAt(left, step), "left");
    }
    return operateVectors(operator, returnsBool, samplesAt(left, step), samplesAt(right, step), matching);
  });
}
