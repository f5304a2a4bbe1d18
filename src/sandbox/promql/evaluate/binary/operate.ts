import type { ArithmeticOperator, BinaryOperator, ComparisonOperator } from "../../expression.ts";

/** Arithmetic as Go does it: `%` keeps the sign of the dividend; a power of 1, and ±1 to an infinite power, is 1 even where JavaScript says NaN. */
export function calculate(operator: ArithmeticOperator, left: number, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "%":
      return left % right;
    case "^":
      return left === 1 || (left === -1 && Math.abs(right) === Infinity) ? 1 : left ** right;
  }
}

export function holds(operator: ComparisonOperator, left: number, right: number): boolean {
  switch (operator) {
    case "==":
      return left === right;
    case "!=":
      return left !== right;
    case ">":
      return left > right;
    case "<":
      return left < right;
    case ">=":
      return left >= right;
    case "<=":
      return left <= right;
  }
}

export function isArithmetic(operator: BinaryOperator): operator is ArithmeticOperator {
  return ["+", "-", "*", "/", "%", "^"].includes(operator);
}
