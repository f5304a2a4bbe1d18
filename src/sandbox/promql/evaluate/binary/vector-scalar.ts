import type { ArithmeticOperator, ComparisonOperator } from "../../expression.ts";
import { dropMetricName } from "../../labels.ts";
import type { Sample } from "../steps.ts";
import { operateElement } from "./element.ts";
import { isArithmetic } from "./operate.ts";

/** An operation of each element with a scalar. A comparison keeps the element's own value, on whichever side the scalar is. */
export function operateWithScalar(
  operator: ArithmeticOperator | ComparisonOperator,
  returnsBool: boolean,
  vector: readonly Sample[],
  scalar: number,
  scalarSide: "left" | "right",
): Sample[] {
  const arithmetic = isArithmetic(operator);
  return vector.flatMap(({ labels, value }) => {
    const operated =
      scalarSide === "right"
        ? operateElement(operator, returnsBool, value, scalar)
        : operateElement(operator, returnsBool, scalar, value);
    if (operated === undefined) return [];
    if (arithmetic || returnsBool) return [{ labels: dropMetricName(labels), value: operated }];
    return [{ labels, value }];
  });
}
