import type { SyntaxNode } from "@lezer/common";
import { PromQLError } from "../error.ts";
import {
  type BinaryOperator,
  type Expr,
  isComparison,
  isSetOperator,
  typeOf,
  type VectorMatching,
} from "../expression.ts";
import { labelNames } from "./label-names.ts";

/** A binary operation with its modifiers, which are read from the node; checks what may stand on either side. */
export function binaryExpression(
  node: SyntaxNode,
  operator: BinaryOperator,
  left: Expr,
  right: Expr,
  query: string,
): Expr {
  const modifiers = modifierNodes(node);
  const position = left.position;
  const returnsBool = modifiers.some(({ name }) => name === "BoolModifier");
  const clause = modifiers.find(({ name }) => name === "MatchingModifierClause");
  const other = modifiers.find(({ name }) => name !== "BoolModifier" && name !== "MatchingModifierClause");
  if (other !== undefined) {
    throw new PromQLError("unsupported", `${query.slice(other.from, other.to)} is not supported here`, other.from);
  }
  const matching = clause === undefined ? undefined : vectorMatching(clause, query);
  const fail = (message: string): PromQLError => new PromQLError("parse", message, position);

  const leftType = typeOf(left);
  const rightType = typeOf(right);
  const scalars = [leftType, rightType].filter((type) => type === "scalar").length;
  if (returnsBool && !isComparison(operator)) throw fail("bool modifier can only be used on comparison operators");
  if (isComparison(operator) && !returnsBool && scalars === 2) {
    throw fail("comparisons between scalars must use BOOL modifier");
  }
  if (leftType === "range" || rightType === "range") {
    throw fail("binary expression must contain only scalar and instant vector types");
  }
  if (scalars > 0 && matching !== undefined && matching.labels.length > 0) {
    throw fail("vector matching only allowed between instant vectors");
  }
  if (isSetOperator(operator)) {
    if (scalars > 0) throw fail(`set operator "${operator}" not allowed in binary scalar expression`);
    if (matching !== undefined && matching.group !== "none")
      throw fail(`no grouping allowed for "${operator}" operation`);
  }
  return {
    type: "binary",
    operator,
    left,
    right,
    returnsBool,
    matching: matching ?? { on: false, labels: [], group: "none", include: [] },
    position,
  };
}

/** What stands between the operator and the right side. */
function modifierNodes(node: SyntaxNode): SyntaxNode[] {
  const nodes: SyntaxNode[] = [];
  const operatorNode = node.firstChild?.nextSibling;
  for (let child = operatorNode?.nextSibling; child?.nextSibling; child = child.nextSibling) nodes.push(child);
  return nodes;
}

function vectorMatching(clause: SyntaxNode, query: string): VectorMatching {
  const [labels, include] = clause.getChildren("GroupingLabels");
  const matching: VectorMatching = {
    on: clause.getChild("On") !== null,
    labels: labels === undefined ? [] : labelNames(labels, query),
    group: clause.getChild("GroupLeft") !== null ? "left" : clause.getChild("GroupRight") !== null ? "right" : "none",
    include: include === undefined ? [] : labelNames(include, query),
  };
  const both = matching.on ? matching.labels.find((label) => matching.include.includes(label)) : undefined;
  if (both !== undefined) {
    throw new PromQLError("parse", `label "${both}" must not occur in ON and GROUP clause at once`, clause.from);
  }
  return matching;
}
