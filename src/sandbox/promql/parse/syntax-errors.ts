import type { Tree } from "@lezer/common";
import { PromQLError } from "../error.ts";

/** Throws for the first place that the grammar could not read; a function that does not exist is one of these. */
export function rejectSyntaxErrors(tree: Tree, query: string): void {
  if (query.trim() === "") throw new PromQLError("parse", "no expression found in input", 0);
  const cursor = tree.cursor();
  do {
    if (!cursor.type.isError) continue;
    const { from, to } = cursor;
    const before = cursor.node.prevSibling;
    if (query[from] === "(" && before?.name === "Identifier") {
      throw new PromQLError(
        "parse",
        `unknown function with name "${query.slice(before.from, before.to)}"`,
        before.from,
      );
    }
    const found = from >= query.trimEnd().length ? "end of input" : `"${query.slice(from, Math.max(to, from + 1))}"`;
    throw new PromQLError("parse", `unexpected ${found}`, from);
  } while (cursor.next());
}
