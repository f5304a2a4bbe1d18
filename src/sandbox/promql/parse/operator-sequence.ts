import type { SyntaxNode } from "@lezer/common";
import { PromQLError } from "../error.ts";
import type { BinaryOperator } from "../expression.ts";

/** One piece of an expression in the order of the text, before precedence is applied. */
export type Piece =
  | { type: "atom"; node: SyntaxNode }
  | { type: "number"; text: string; position: number }
  | { type: "sign"; sign: "+" | "-"; position: number }
  | { type: "binary"; operator: BinaryOperator; node: SyntaxNode; position: number }
  | { type: "offset"; node: SyntaxNode }
  | { type: "range"; node: SyntaxNode };

const operators: ReadonlyMap<string, BinaryOperator> = new Map([
  ["Add", "+"],
  ["Sub", "-"],
  ["Mul", "*"],
  ["Div", "/"],
  ["Mod", "%"],
  ["Pow", "^"],
  ["Eql", "=="],
  ["Neq", "!="],
  ["Gtr", ">"],
  ["Lss", "<"],
  ["Gte", ">="],
  ["Lte", "<="],
  ["And", "and"],
  ["Or", "or"],
  ["Unless", "unless"],
]);

const beyondSubset: ReadonlyMap<string, string> = new Map([
  ["StepInvariantExpr", "the @ modifier"],
  ["SubqueryExpr", "a subquery"],
  ["AnchoredExpr", "the anchored modifier"],
  ["SmoothedExpr", "the smoothed modifier"],
]);

const maxDepth = 250;

/**
 * Lays the operators and operands of an expression out in the order of the text. The grammar's tree cannot be used as it
 * is: it binds `offset`, `[…]` and the sign of a number differently from Prometheus (`a + b offset 5m`, `-1 ^ 2`).
 */
export function operatorSequence(node: SyntaxNode, query: string, depth = 0): Piece[] {
  if (depth > maxDepth) throw new PromQLError("unsupported", `more than ${maxDepth} levels of operators`, node.from);
  const inner = (child: SyntaxNode | null): Piece[] =>
    child === null ? [] : operatorSequence(child, query, depth + 1);
  switch (node.name) {
    case "BinaryExpr":
      return [...inner(node.firstChild), binaryPiece(node), ...inner(node.lastChild)];
    case "UnaryExpr":
      return [signPiece(query, node.from), ...inner(node.lastChild)];
    case "OffsetExpr":
      return [...inner(node.firstChild), { type: "offset", node }];
    case "MatrixSelector":
      return [...inner(node.firstChild), { type: "range", node }];
    case "NumberDurationLiteral":
      return numberPieces(query.slice(node.from, node.to), node.from);
  }
  const unsupported = beyondSubset.get(node.name);
  if (unsupported !== undefined)
    throw new PromQLError("unsupported", `${unsupported} is not supported here`, node.from);
  return [{ type: "atom", node }];
}

function binaryPiece(node: SyntaxNode): Piece {
  const operatorNode = node.firstChild?.nextSibling;
  const operator = operators.get(operatorNode?.name ?? "");
  if (operatorNode === null || operatorNode === undefined || operator === undefined) {
    const name = operatorNode?.name.toLowerCase() ?? "";
    throw new PromQLError("unsupported", `operator ${name} is not supported here`, operatorNode?.from ?? node.from);
  }
  return { type: "binary", operator, node, position: operatorNode.from };
}

function signPiece(query: string, position: number): Piece {
  return { type: "sign", sign: query[position] === "-" ? "-" : "+", position };
}

function numberPieces(text: string, position: number): Piece[] {
  const sign = /^[+-]\s*/.exec(text);
  if (sign === null) return [{ type: "number", text, position }];
  const digitsFrom = sign[0].length;
  return [
    { type: "sign", sign: text.startsWith("-") ? "-" : "+", position },
    { type: "number", text: text.slice(digitsFrom), position: position + digitsFrom },
  ];
}
