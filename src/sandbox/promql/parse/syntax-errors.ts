import type { Tree } from "@lezer/common";
import { PromQLError } from "../error.ts";

/** Throws for the first place that the grammar could not read; a function that does not exist is one of these. */
export function rejectSyntaxErrors(tree: Tree, query: string): void {
  if (query.trim() === "") throw new PromQLError("parse", "no expression found in input", 0);
  rejectForeignSpace(tree, query);
  const cursor = tree.cursor();
  do {
    if (cursor.name.startsWith("NumberDurationLiteral")) rejectAttachedWord(query, cursor.from, cursor.to);
    if (!cursor.type.isError) continue;
    const { from, to } = cursor;
    const before = cursor.node.prevSibling;
    if (query[from] === "(" && before?.name === "Identifier") {
      const name = query.slice(before.from, before.to);
      throw new PromQLError("parse", `unknown function with name "${name}"`, before.from);
    }
    throw unreadable(query, from, to);
  } while (cursor.next());
}

function unreadable(query: string, from: number, to: number): PromQLError {
  const rest = query.slice(from);
  // Things that Prometheus reads and the grammar does not.
  if (rest.startsWith(".") && /\d$/.test(query.slice(0, from))) {
    return new PromQLError("unsupported", "a number that ends with a dot is not supported here", from);
  }
  if (/\boffset\b/i.test(query.slice(Math.max(0, from - 6), from + 6))) {
    return new PromQLError("unsupported", 'a metric of the name "offset" is not supported here', from);
  }
  if (rest.startsWith(":")) {
    return new PromQLError("unsupported", "a label name with a colon is not supported here", from);
  }
  const found = rest.trim() === "" ? "end of input" : `"${query.slice(from, Math.max(to, from + 1))}"`;
  return new PromQLError("parse", `unexpected ${found}`, from);
}

/** `5mand` is no duration and a word, though the grammar takes it for both. */
function rejectAttachedWord(query: string, from: number, to: number): void {
  if (!/\w/.test(query[to] ?? "")) return;
  const text = query.slice(from, to + 1);
  throw new PromQLError("parse", `bad number or duration syntax: "${text}"`, from);
}

/** Only four characters are space to Prometheus; to the grammar all of Unicode's are. */
function rejectForeignSpace(tree: Tree, query: string): void {
  let outsideTexts = query;
  tree.iterate({
    enter: ({ name, from, to }) => {
      if (name !== "StringLiteral") return;
      outsideTexts = outsideTexts.slice(0, from) + " ".repeat(to - from) + outsideTexts.slice(to);
    },
  });
  const position = outsideTexts.search(/[^\S \t\n\r]/);
  if (position >= 0) throw new PromQLError("parse", "unexpected character", position);
}
