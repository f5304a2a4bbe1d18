import { type CST, Lexer, Parser } from "yaml";
import type { Range } from "./source.ts";

const MAX_DEPTH = 50;
const MAX_VALUES = 30_000;
/** Words, marks, line ends and blanks: a file of 256 KB that a person wrote has far fewer. */
const MAX_LEXEMES = 80_000;
/** Each is looked up in the whole document. */
const MAX_ALIASES = 200;

/**
 * The YAML tokens of a text, or where it grows out of bounds. Looked at before the nodes are composed: composing recurses, and the runtime
 * does not always survive a stack that runs out.
 */
export function boundedTokens(
  text: string,
): { readonly tokens: readonly CST.Token[] } | { readonly range: Range; readonly message: string } {
  const tokens: CST.Token[] = [];
  const parser = new Parser();
  let lexemes = 0;
  let aliases = 0;
  for (const lexeme of new Lexer().lex(text)) {
    lexemes += 1;
    if (lexeme.startsWith("*")) aliases += 1;
    const here = { start: parser.offset, end: parser.offset + 1 };
    if (lexemes > MAX_LEXEMES)
      return { range: here, message: "the file holds more than a runbook or a configuration can" };
    if (aliases > MAX_ALIASES) return { range: here, message: `more than ${MAX_ALIASES} aliases` };
    for (const token of parser.next(lexeme)) tokens.push(token);
  }
  for (const token of parser.end()) tokens.push(token);
  const waiting: [token: CST.Token, depth: number][] = tokens.map((token) => [token, 0]);
  let seen = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [token, depth] = next;
    seen += 1;
    if (depth > MAX_DEPTH) return { range: at(token), message: `nested more than ${MAX_DEPTH} deep` };
    if (seen > MAX_VALUES) return { range: at(token), message: `more than ${MAX_VALUES} values` };
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
