import type { SyntaxNode } from "@lezer/common";
import { PromQLError } from "../error.ts";
import type { VectorSelector } from "../expression.ts";
import { valueTest } from "../matcher.ts";
import { RegexError } from "../regex/regex-error.ts";
import type { Matcher } from "../series-source.ts";
import { stringLiteral } from "./string-literal.ts";

/** Words that cannot be the name of a metric, other than those of aggregations and functions. */
const reserved: ReadonlySet<string> = new Set(["atan2", "bool", "group_left", "group_right", "ignoring", "on"]);

/** Reads `name{label="value", …}`. One matcher at least must refuse the empty value, so that nothing selects all series. */
export function readSelector(node: SyntaxNode, query: string): VectorSelector {
  const position = node.from;
  const matchers: Matcher[] = [];
  for (let child = node.getChild("LabelMatchers")?.firstChild ?? null; child !== null; child = child.nextSibling) {
    matchers.push(readMatcher(child, query));
  }
  const identifier = node.getChild("Identifier");
  if (identifier !== null) {
    const name = query.slice(identifier.from, identifier.to);
    if (reserved.has(name.toLowerCase())) throw new PromQLError("parse", `unexpected "${name}"`, position);
    const again = matchers.find((matcher) => matcher.name === "__name__");
    if (again !== undefined) {
      throw new PromQLError("parse", `metric name must not be set twice: "${name}" or "${again.value}"`, position);
    }
    matchers.push({ name: "__name__", op: "=", value: name });
  }
  if (matchers.every((matcher) => valueTest(matcher)(""))) {
    throw new PromQLError("parse", "vector selector must contain at least one non-empty matcher", position);
  }
  return { type: "selector", matchers, offsetMs: 0, position };
}

function readMatcher(node: SyntaxNode, query: string): Matcher {
  const quoted = node.name === "QuotedLabelName" ? node : node.getChild("QuotedLabelName");
  const bare = node.getChild("LabelName");
  const name = bare === null ? readString(quoted, query) : query.slice(bare.from, bare.to);
  if (node.name === "QuotedLabelName") return { name: "__name__", op: "=", value: name };

  const operator = query.slice(node.getChild("MatchOp")?.from, node.getChild("MatchOp")?.to);
  if (operator !== "=" && operator !== "!=" && operator !== "=~" && operator !== "!~") {
    throw new PromQLError("parse", `unexpected "${operator}" in label matching`, node.from);
  }
  const matcher: Matcher = { name, op: operator, value: readString(node.getChild("StringLiteral"), query) };
  try {
    valueTest(matcher);
  } catch (error) {
    if (!(error instanceof RegexError)) throw error;
    throw new PromQLError(error.kind === "invalid" ? "parse" : "unsupported", error.message, node.from);
  }
  return matcher;
}

function readString(node: SyntaxNode | null, query: string): string {
  const source = query.slice(node?.from ?? 0, node?.to ?? 0);
  const text = stringLiteral(source);
  if (text === undefined)
    throw new PromQLError("parse", `error unquoting string ${source}: invalid syntax`, node?.from);
  return text;
}
