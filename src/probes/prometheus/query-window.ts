import type { SyntaxNode } from "@lezer/common";
import { parser } from "@prometheus-io/lezer-promql";
import { parseDuration } from "../../core/duration.ts";

/**
 * How far back from its timestamp a query's sample looks, milliseconds: ranges, offsets and subqueries along the longest path. 0 for a query of
 * present values, and for what cannot be parsed.
 */
export function queryWindowMs(query: string): number {
  return reachMs(parser.parse(query).topNode, query);
}

function reachMs(node: SyntaxNode, query: string): number {
  let inner = 0;
  for (let child = node.firstChild; child !== null; child = child.nextSibling)
    inner = Math.max(inner, reachMs(child, query));
  if (node.name === "MatrixSelector" || node.name === "SubqueryExpr")
    return inner + durationMs(textOf(node.getChild("DurationExpr"), query));
  if (node.name === "OffsetExpr")
    return Math.max(0, inner + durationMs(textOf(node.getChild("OffsetDurationExpr"), query)));
  return inner;
}

function textOf(node: SyntaxNode | null, query: string): string {
  return node === null ? "" : query.slice(node.from, node.to);
}

/** "1h30m", "-5m", or plain seconds as newer servers take them; 0 for an arithmetic expression. */
function durationMs(text: string): number {
  const sign = text.startsWith("-") ? -1 : 1;
  const plain = text.replace(/^[-+]\s*/, "");
  if (/^\d+(\.\d+)?$/.test(plain)) return sign * Number(plain) * 1_000;
  return sign * (parseDuration(plain) ?? 0);
}
