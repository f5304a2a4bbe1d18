import type { SyntaxNode } from "@lezer/common";
import { parser } from "@prometheus-io/lezer-promql";
import { parseDuration } from "../../core/duration.ts";

/**
 * How far back from its timestamp a query's sample looks, milliseconds: ranges, offsets and subqueries along the longest path. 0 for a query of
 * present values. null where the text does not tell: durations that are calculated (`[2 * 5m]`, `[step()]`), a fixed time (`@ 1700000000`), and what
 * cannot be parsed.
 */
export function queryWindowMs(query: string): number | null {
  return reachMs(parser.parse(query).topNode, query, "all of it");
}

/** The same without what it compares the present with: what stands before an `offset`. */
export function presentWindowMs(query: string): number | null {
  return reachMs(parser.parse(query).topNode, query, "the present");
}

function reachMs(node: SyntaxNode, query: string, of: "all of it" | "the present"): number | null {
  if (of === "the present" && node.name === "OffsetExpr") return 0;
  if (node.type.isError) return null;
  let inner = 0;
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    const reach = reachMs(child, query, of);
    if (reach === null) return null;
    inner = Math.max(inner, reach);
  }
  if (node.name === "MatrixSelector" || node.name === "SubqueryExpr") {
    const spanMs = durationMs(textOf(node.getChild("DurationExpr"), query));
    return spanMs === null || spanMs < 0 ? null : inner + spanMs;
  }
  if (node.name === "OffsetExpr") {
    const offsetMs = durationMs(textOf(node.getChild("OffsetDurationExpr"), query));
    return offsetMs === null ? null : Math.max(0, inner + offsetMs);
  }
  // `@ start()` and `@ end()` are the time of the question itself.
  if (node.name === "StepInvariantExpr") return node.getChild("AtModifierPreprocessors") === null ? null : inner;
  return inner;
}

function textOf(node: SyntaxNode | null, query: string): string {
  return node === null ? "" : query.slice(node.from, node.to);
}

/** Seconds as Prometheus 3 takes them. */
const PLAIN_NUMBER = /^(?:0x[\da-f]+|(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?)$/i;

/** "1h30m", "-5m", or a plain number of seconds; null for what is calculated. */
function durationMs(text: string): number | null {
  const sign = text.startsWith("-") ? -1 : 1;
  const plain = text.replace(/^[-+]\s*/, "");
  const spanMs = PLAIN_NUMBER.test(plain) ? Number(plain) * 1_000 : parseDuration(plain);
  return spanMs === null || !Number.isFinite(spanMs) ? null : sign * spanMs;
}
