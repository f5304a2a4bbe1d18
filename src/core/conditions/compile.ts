import type { Context, Environment } from "@marcbachmann/cel-js";
import { evaluatingLanguage } from "./cel-language.ts";
import { printCondition } from "./print-condition.ts";
import { callsIn, type Node } from "./syntax.ts";

/** What may not be called, and why: it stands in the error. */
export const FORBIDDEN_CALLS: ReadonlyMap<string, string> = new Map([
  ["matches", "regular expressions can take for ever; use contains, startsWith or endsWith"],
  ["has", "it would turn what is unknown into false; compare with null instead"],
  ["dyn", "it would hide the type from the check at reading"],
  ["type", "types are checked when the file is read"],
]);

export interface Compiled {
  readonly syntax: Node;
  /** The value, or an Error thrown: CEL's own way to say that something needed is missing. Every variable named must be in the context. */
  run(context: Context): unknown;
}

const MAX_KEPT = 2_000;
const kept = new Map<string, Compiled>();
let evaluator: Environment | null = null;

/** Reads a condition once; the same text again costs nothing. Throws the library's ParseError, or an Error for a forbidden call. */
export function compile(text: string): Compiled {
  const known = kept.get(text);
  if (known !== undefined) return known;
  evaluator ??= evaluatingLanguage();
  const syntax = evaluator.parse(text).ast;
  const forbidden = callsIn(syntax).find(({ name }) => FORBIDDEN_CALLS.has(name));
  if (forbidden !== undefined)
    throw new Error(`${forbidden.name}() is not available: ${FORBIDDEN_CALLS.get(forbidden.name)}`);
  const run = evaluator.parse(printCondition(syntax, () => null, "evaluator"));
  const compiled: Compiled = { syntax, run: (context): unknown => run(context) };
  if (kept.size >= MAX_KEPT) kept.clear();
  kept.set(text, compiled);
  return compiled;
}
