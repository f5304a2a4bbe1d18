import type { Matcher } from "./series-source.ts";

export type ValueType = "scalar" | "vector" | "range";

export type ArithmeticOperator = "+" | "-" | "*" | "/" | "%" | "^";
export type ComparisonOperator = "==" | "!=" | ">" | "<" | ">=" | "<=";
export type SetOperator = "and" | "or" | "unless";
export type BinaryOperator = ArithmeticOperator | ComparisonOperator | SetOperator;

/** How the two sides of a binary operation between vectors find each other. */
export interface VectorMatching {
  /** true: `on`, match by these labels only; false: `ignoring`, by all but these. */
  on: boolean;
  labels: readonly string[];
  /** The side that may have many series for one of the other; `none` is one-to-one (and set operations). */
  group: "left" | "right" | "none";
  /** Labels of `group_left(…)` or `group_right(…)`, taken over from the side that has one. */
  include: readonly string[];
}

interface Positioned {
  /** Offset into the query where the expression begins. */
  position: number;
}

interface NumberLiteral extends Positioned {
  type: "number";
  value: number;
}

export interface VectorSelector extends Positioned {
  type: "selector";
  matchers: readonly Matcher[];
  offsetMs: number;
}

export interface RangeSelector extends Positioned {
  type: "range";
  selector: VectorSelector;
  rangeMs: number;
}

interface ParenthesesExpr extends Positioned {
  type: "parentheses";
  inner: Expr;
}

interface SignExpr extends Positioned {
  /** Unary minus, or plus, which changes nothing but that its operand is no longer a selector as such. */
  type: "sign";
  negative: boolean;
  operand: Expr;
}

export interface BinaryExpr extends Positioned {
  type: "binary";
  operator: BinaryOperator;
  left: Expr;
  right: Expr;
  /** The `bool` modifier of a comparison. */
  returnsBool: boolean;
  matching: VectorMatching;
}

export const aggregators = [
  "sum",
  "avg",
  "min",
  "max",
  "count",
  "group",
  "stddev",
  "stdvar",
  "topk",
  "bottomk",
  "quantile",
] as const;
export type Aggregator = (typeof aggregators)[number];

export interface AggregateExpr extends Positioned {
  type: "aggregate";
  aggregator: Aggregator;
  operand: Expr;
  /** k of topk and bottomk, φ of quantile. */
  parameter: Expr | undefined;
  /** `by` or `without` these labels. */
  without: boolean;
  labels: readonly string[];
}

export interface CallExpr extends Positioned {
  type: "call";
  name: string;
  args: readonly Expr[];
  returns: "scalar" | "vector";
}

export type Expr =
  | NumberLiteral
  | VectorSelector
  | RangeSelector
  | ParenthesesExpr
  | SignExpr
  | BinaryExpr
  | AggregateExpr
  | CallExpr;

export function isComparison(operator: BinaryOperator): operator is ComparisonOperator {
  return ["==", "!=", ">", "<", ">=", "<="].includes(operator);
}

export function isSetOperator(operator: BinaryOperator): operator is SetOperator {
  return operator === "and" || operator === "or" || operator === "unless";
}

/** The type of the expression's value. */
export function typeOf(expr: Expr): ValueType {
  switch (expr.type) {
    case "number":
      return "scalar";
    case "selector":
    case "aggregate":
      return "vector";
    case "range":
      return "range";
    case "parentheses":
      return typeOf(expr.inner);
    case "sign":
      return typeOf(expr.operand);
    case "binary":
      return typeOf(expr.left) === "scalar" && typeOf(expr.right) === "scalar" ? "scalar" : "vector";
  }
  return expr.returns;
}

/** The expression inside any number of parentheses. */
export function withoutParentheses(expr: Expr): Expr {
  return expr.type === "parentheses" ? withoutParentheses(expr.inner) : expr;
}
