import type { SyntaxNode } from "@lezer/common";
import { parser } from "@prometheus-io/lezer-promql";
import { PromQLError } from "../error.ts";
import { type Aggregator, aggregators, type Expr } from "../expression.ts";
import { promQLFunctions } from "../functions/function-table.ts";
import { buildExpression } from "./build-expression.ts";
import { checkArguments, expectType } from "./check-arguments.ts";
import { labelNames } from "./label-names.ts";
import { readSelector } from "./selector.ts";
import { rejectSyntaxErrors } from "./syntax-errors.ts";

const maxQueryLength = 16_384;
const maxDepth = 100;

/** Reads a query of the supported subset and checks its types. Throws PromQLError of kind `parse` or `unsupported`. */
export function parsePromQL(text: string): Expr {
  if (text.length > maxQueryLength) {
    throw new PromQLError("unsupported", `a query longer than ${maxQueryLength} characters is not supported here`, 0);
  }
  const query = withoutComments(text);
  const tree = parser.parse(query);
  rejectSyntaxErrors(tree, query);
  const top = tree.topNode.firstChild;
  if (top === null) throw new PromQLError("parse", "no expression found in input", 0);
  return readExpression(top, query, 0);
}

/** Comments become spaces, so that no node of the tree is one and all positions stay. */
function withoutComments(text: string): string {
  let query = text;
  parser.parse(text).iterate({
    enter: ({ name, from, to }) => {
      if (name === "LineComment") query = query.slice(0, from) + " ".repeat(to - from) + query.slice(to);
    },
  });
  return query;
}

function readExpression(node: SyntaxNode, query: string, depth: number): Expr {
  if (depth > maxDepth) throw new PromQLError("unsupported", `nesting deeper than ${maxDepth} levels`, node.from);
  return buildExpression(node, query, (atom) => readAtom(atom, query, depth + 1));
}

function readAtom(node: SyntaxNode, query: string, depth: number): Expr {
  switch (node.name) {
    case "VectorSelector":
      return readSelector(node, query);
    case "ParenExpr": {
      const [inner] = expressionNodes(node);
      if (inner === undefined) throw new PromQLError("parse", "unexpected parentheses", node.from);
      return { type: "parentheses", inner: readExpression(inner, query, depth), position: node.from };
    }
    case "AggregateExpr":
      return readAggregate(node, query, depth);
    case "FunctionCall":
      return readCall(node, query, depth);
    case "StringLiteral":
      throw new PromQLError("unsupported", "a text as an expression is not supported here", node.from);
    default:
      throw new PromQLError("unsupported", `${query.slice(node.from, node.to)} is not supported here`, node.from);
  }
}

function readAggregate(node: SyntaxNode, query: string, depth: number): Expr {
  const position = node.from;
  const operatorNode = node.getChild("AggregateOp");
  const name = query.slice(operatorNode?.from, operatorNode?.to).toLowerCase();
  if (!isAggregator(name)) throw new PromQLError("unsupported", `aggregation ${name} is not supported here`, position);

  const args = readArguments(node, query, depth);
  const takesParameter = name === "topk" || name === "bottomk" || name === "quantile";
  const wanted = takesParameter ? 2 : 1;
  const operand = args[wanted - 1];
  if (args.length === 0) throw new PromQLError("parse", "no arguments for aggregate expression provided", position);
  if (operand === undefined || args.length !== wanted) {
    throw new PromQLError(
      "parse",
      `wrong number of arguments for aggregate expression provided, expected ${wanted}, got ${args.length}`,
      position,
    );
  }
  expectType(operand, "vector", "aggregation expression");
  const parameter = takesParameter ? args[0] : undefined;
  if (parameter !== undefined) expectType(parameter, "scalar", "aggregation parameter");

  const modifier = node.getChild("AggregateModifier");
  const labelsNode = modifier?.getChild("GroupingLabels") ?? null;
  return {
    type: "aggregate",
    aggregator: name,
    operand,
    parameter,
    without: modifier !== null && modifier.getChild("Without") !== null,
    labels: labelsNode === null ? [] : labelNames(labelsNode, query),
    position,
  };
}

function readCall(node: SyntaxNode, query: string, depth: number): Expr {
  const identifier = node.getChild("FunctionIdentifier");
  const name = query.slice(identifier?.from, identifier?.to);
  const definition = promQLFunctions.get(name);
  if (definition === undefined) {
    throw new PromQLError("unsupported", `function ${name} is not supported here`, node.from);
  }
  const args = readArguments(node, query, depth);
  checkArguments(name, args, definition.args, definition.optionalArgs, node.from);
  return { type: "call", name, args, returns: definition.returns, position: node.from };
}

function readArguments(node: SyntaxNode, query: string, depth: number): Expr[] {
  const body = node.getChild("FunctionCallBody");
  return body === null ? [] : expressionNodes(body).map((argument) => readExpression(argument, query, depth));
}

function expressionNodes(node: SyntaxNode): SyntaxNode[] {
  return node.getChildren("Expr");
}

function isAggregator(name: string): name is Aggregator {
  return (aggregators as readonly string[]).includes(name);
}
