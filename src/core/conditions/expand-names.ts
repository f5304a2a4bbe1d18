import type { Runbook } from "../runbook/runbook.ts";
import { variableOf } from "../runbook/ids.ts";
import { compile } from "./compile.ts";
import { printCondition } from "./print-condition.ts";
import { namesIn, type Node } from "./syntax.ts";

/** The parts of a runbook that conditions can name besides checks and parameters. */
export type Named = Pick<Runbook, "define" | "causes"> & {
  readonly investigation?: readonly { readonly id: string }[];
};

/** Definitions that build on each other can double at every step; beyond this a condition is refused. */
const MAX_LENGTH = 20_000;
const MAX_DEPTH = 20;

const expanded = new WeakMap<Named, Map<string, string>>();

/** What each usable name stands for: definitions, and causes by their conditions; a cause that is called as a check is leaves the name to it. */
export function conditionsByName(runbook: Named): ReadonlyMap<string, string> {
  const checks = new Set(runbook.investigation?.map(({ id }) => id));
  return new Map([
    ...Object.entries(runbook.define ?? {}).map(([id, text]): [string, string] => [variableOf(id), text]),
    ...runbook.causes
      .filter(({ id }) => !checks.has(id))
      .map(({ id, when }): [string, string] => [variableOf(id), when]),
  ]);
}

/** The condition over checks and parameters alone. Throws where it does not parse, where names go round in a circle, or where it grows out of bounds. */
export function expandNames(runbook: Named, text: string): string {
  const known = expanded.get(runbook) ?? new Map<string, string>();
  expanded.set(runbook, known);
  const found = known.get(text);
  if (found !== undefined) return found;
  const result = expand(conditionsByName(runbook), text, 0);
  known.set(text, result);
  return result;
}

function expand(names: ReadonlyMap<string, string>, text: string, depth: number): string {
  if (depth > MAX_DEPTH) throw new Error("its definitions go round in a circle, or build on each other too deeply");
  const { syntax } = compile(text);
  const meanings = meaningsIn(names, syntax, depth + 1);
  if (meanings.size === 0) return text;
  const printed = printCondition(syntax, (name) => meanings.get(name) ?? null, "text");
  if (printed.length > MAX_LENGTH) throw new Error("with its definitions filled in it is too long");
  return printed;
}

/** What the names in a part of a condition stand for, each over checks and parameters alone and in parentheses. */
export function meaningsIn(
  names: ReadonlyMap<string, string>,
  syntax: Node,
  depth: number,
): ReadonlyMap<string, string> {
  const used = new Set(namesIn(syntax).map(({ name }) => name));
  return new Map(
    [...names]
      .filter(([name]) => used.has(name))
      .map(([name, meaning]): [string, string] => [name, `(${expand(names, meaning, depth)})`]),
  );
}
