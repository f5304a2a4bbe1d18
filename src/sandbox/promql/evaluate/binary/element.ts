import type { ArithmeticOperator, ComparisonOperator } from "../../expression.ts";
import { calculate, holds, isArithmetic } from "./operate.ts";

/**
 * The value of an operation between two elements of vectors. A comparison gives the left value where it holds and undefined
 * where it does not; with `bool` 1 or 0.
 */
export function operateElement(
  operator: ArithmeticOperator | ComparisonOperator,
  returnsBool: boolean,
  left: number,
  right: number,
): number | undefined {
  if (isArithmetic(operator)) return calculate(operator, left, right);
  const kept = holds(operator, left, right);
  if (returnsBool) return kept ? 1 : 0;
  return kept ? left : undefined;
}
