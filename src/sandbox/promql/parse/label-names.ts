import type { SyntaxNode } from "@lezer/common";
import { PromQLError } from "../error.ts";
import { stringLiteral } from "./string-literal.ts";

/** Words that are no label's name here unless quoted. */
const reserved: ReadonlySet<string> = new Set(["without", "inf", "nan"]);

/** The names within the parentheses of `by (…)`, `on (…)` and their like; a quoted name may hold any text. */
export function labelNames(node: SyntaxNode, query: string): string[] {
  const names: string[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    const text = query.slice(child.from, child.to);
    if (child.name === "LabelName" && reserved.has(text.toLowerCase())) {
      throw new PromQLError("parse", `unexpected "${text}" in grouping opts, expected label`, child.from);
    }
    if (child.name === "LabelName") names.push(text);
    if (child.name !== "QuotedLabelName") continue;
    const name = stringLiteral(text);
    if (name === undefined || name === "") {
      throw new PromQLError("parse", `invalid label name for grouping: ${text}`, child.from);
    }
    names.push(name);
  }
  return names;
}
