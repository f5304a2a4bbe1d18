import type { SyntaxNode } from "@lezer/common";
import { PromQLError } from "../error.ts";
import { type BinaryOperator, type Expr, typeOf } from "../expression.ts";
import { applyOffset, applyRange } from "./apply-modifier.ts";
import { binaryExpression } from "./binary-expression.ts";
import { numberLiteral } from "./number-literal.ts";
import { operatorSequence, type Piece } from "./operator-sequence.ts";

/** From the loosest to the tightest; all but `^` group from the left. */
const levels: readonly (readonly BinaryOperator[])[] = [
  ["or"],
  ["and", "unless"],
  ["==", "!=", ">", "<", ">=", "<="],
  ["+", "-"],
  ["*", "/", "%"],
  ["^"],
];
const powerLevel = levels.length - 1;

/** Turns an expression's tree into an Expr, with Prometheus's precedence. `readAtom` reads operands that have no operator. */
export function buildExpression(node: SyntaxNode, query: string, readAtom: (node: SyntaxNode) => Expr): Expr {
  const pieces = operatorSequence(node, query);
  let at = 0;

  function climb(lowestLevel: number): Expr {
    let left = operand();
    for (let piece = pieces[at]; piece?.type === "binary"; piece = pieces[at]) {
      const level = levelOf(piece.operator);
      if (level < lowestLevel) break;
      at++;
      const right = climb(level === powerLevel ? level : level + 1);
      left = binaryExpression(piece.node, piece.operator, left, right, query);
    }
    return left;
  }

  function operand(): Expr {
    const piece = pieces[at];
    at++;
    if (piece?.type === "sign") return signed(piece, climb(powerLevel));
    let expr = primary(piece, node);
    for (let next = pieces[at]; next?.type === "offset" || next?.type === "range"; next = pieces[at]) {
      at++;
      expr = next.type === "offset" ? applyOffset(expr, next.node, query) : applyRange(expr, next.node, query);
    }
    return expr;
  }

  function primary(piece: Piece | undefined, whole: SyntaxNode): Expr {
    if (piece?.type === "atom") return readAtom(piece.node);
    if (piece?.type === "number") {
      const value = numberLiteral(piece.text);
      if (value === undefined) throw new PromQLError("parse", `bad number or duration: ${piece.text}`, piece.position);
      return { type: "number", value, position: piece.position };
    }
    throw new PromQLError("parse", "unexpected operator", whole.from);
  }

  return climb(0);
}

function levelOf(operator: BinaryOperator): number {
  return levels.findIndex((level) => level.includes(operator));
}

function signed({ sign, position }: Extract<Piece, { type: "sign" }>, operand: Expr): Expr {
  if (operand.type === "number")
    return { type: "number", value: sign === "-" ? -operand.value : operand.value, position };
  if (typeOf(operand) === "range") {
    throw new PromQLError(
      "parse",
      'unary expression only allowed on expressions of type scalar or instant vector, got "range vector"',
      position,
    );
  }
  return { type: "sign", negative: sign === "-", operand, position };
}
