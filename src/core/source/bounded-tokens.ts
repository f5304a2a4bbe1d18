import { Parser, type CST } from "yaml";
import type { Range } from "./source.ts";

const MAX_DEPTH = 50;
const MAX_TOKENS = 30_000;

/**
 * The YAML tokens of a text, or where it grows out of bounds. Looked at before the nodes are composed: composing recurses, and the runtime
 * does not always survive a stack that runs out.
 */
export function boundedTokens(
  text: string,
): { readonly tokens: readonly CST.Token[] } | { readonly range: Range; readonly message: string } {
  const tokens: CST.Token[] = [];
  for (const token of new Parser().parse(text)) {
    tokens.push(token);
    if (tokens.length > MAX_TOKENS) return { range: at(token), message: "the file has too many documents or lines" };
  }
  const waiting: [token: CST.Token, depth: number][] = tokens.map((token) => [token, 0]);
  let seen = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [token, depth] = next;
    seen += 1;
    if (depth > MAX_DEPTH) return { range: at(token), message: `nested more than ${MAX_DEPTH} deep` };
    if (seen > MAX_TOKENS) return { range: at(token), message: `more than ${MAX_TOKENS} values` };
    for (const inner of inside(token)) waiting.push([inner, token.type === "document" ? depth : depth + 1]);
  }
  return { tokens };
}

function inside(token: CST.Token): readonly CST.Token[] {
  if (token.type === "document") return token.value === undefined ? [] : [token.value];
  if (!("items" in token)) return [];
  return token.items.flatMap((item) => [item.key, item.value].filter((part) => part !== undefined && part !== null));
}

function at(token: CST.Token): Range {
  return { start: token.offset, end: token.offset + 1 };
}
