import type { SyntaxNode } from "@lezer/common";
import { PromQLError } from "../error.ts";
import type { Expr } from "../expression.ts";
import { numberLiteral } from "./number-literal.ts";

/** `offset <duration>` behind a selector. */
export function applyOffset(expr: Expr, node: SyntaxNode, query: string): Expr {
  const seconds = readSeconds(node.getChild("OffsetDurationExpr"), query);
  const offsetMs = Math.trunc(seconds * 1000);
  const selector = expr.type === "range" ? expr.selector : expr;
  if (selector.type !== "selector") {
    throw new PromQLError(
      "parse",
      "offset modifier must be preceded by an instant vector selector or range vector selector or a subquery",
      expr.position,
    );
  }
  if (selector.offsetMs !== 0) throw new PromQLError("parse", "offset may not be set multiple times", expr.position);
  const moved = { ...selector, offsetMs };
  return expr.type === "range" ? { ...expr, selector: moved } : moved;
}

/** `[<duration>]` behind a selector. */
export function applyRange(expr: Expr, node: SyntaxNode, query: string): Expr {
  const durationNode = node.getChild("DurationExpr");
  const seconds = readSeconds(durationNode, query);
  const position = durationNode?.from ?? node.from;
  if (expr.type !== "selector") throw new PromQLError("parse", "ranges only allowed for vector selectors", position);
  if (expr.offsetMs !== 0) throw new PromQLError("parse", "no offset modifiers allowed before range", position);
  if (seconds <= 0) throw new PromQLError("parse", "duration must be greater than 0", position);
  const rangeMs = Math.trunc(seconds * 1000);
  if (rangeMs === 0)
    throw new PromQLError("unsupported", "a range shorter than a millisecond is not supported here", position);
  return { type: "range", selector: expr, rangeMs, position: expr.position };
}

/** A number or duration with an optional sign; calculations with durations are experimental in Prometheus and left out. */
function readSeconds(node: SyntaxNode | null, query: string): number {
  const text = node === null ? "" : query.slice(node.from, node.to);
  const [, sign, amount] = /^([+-]?)\s*([\w.][\w.+-]*)$/.exec(text) ?? [];
  const seconds = amount === undefined ? undefined : numberLiteral(amount);
  if (seconds === undefined || Number.isNaN(seconds)) {
    throw new PromQLError("unsupported", `duration ${text} is not supported here`, node?.from ?? 0);
  }
  if (Math.abs(seconds) > 2 ** 63 / 1e9) throw new PromQLError("parse", "duration out of range", node?.from ?? 0);
  return sign === "-" ? -seconds : seconds;
}
