import type { ArithmeticOperator, BinaryOperator, ComparisonOperator } from "../../expression.ts";

const calculations: Record<ArithmeticOperator, (left: number, right: number) => number> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "%": (left, right) => left % right,
  // Go's math.Pow: 1 to any power, and -1 to an infinite one, is 1 where JavaScript says NaN.
  "^": (left, right) => (left === 1 || (left === -1 && Math.abs(right) === Infinity) ? 1 : left ** right),
};

const comparisons: Record<ComparisonOperator, (left: number, right: number) => boolean> = {
  "==": (left, right) => left === right,
  "!=": (left, right) => left !== right,
  ">": (left, right) => left > right,
  "<": (left, right) => left < right,
  ">=": (left, right) => left >= right,
  "<=": (left, right) => left <= right,
};

export function calculate(operator: ArithmeticOperator, left: number, right: number): number {
  return calculations[operator](left, right);
}

export function holds(operator: ComparisonOperator, left: number, right: number): boolean {
  return comparisons[operator](left, right);
}

export function isArithmetic(operator: BinaryOperator): operator is ArithmeticOperator {
  return Object.hasOwn(calculations, operator);
}
