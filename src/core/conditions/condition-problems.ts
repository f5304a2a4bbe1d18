import type { ParseError, SourceRange, TypeError } from "@marcbachmann/cel-js";
import { meant } from "../source/nearest-name.ts";
import { FORBIDDEN_CALLS } from "./compile.ts";
import { mismatchWords, syntaxWords, TOO_LONG, typesIn } from "./condition-words.ts";
import { boundNames, callsIn, type Node } from "./syntax.ts";
import type { TypedLanguage } from "./typed-language.ts";

export interface ConditionProblem {
  /** Within the condition's text. */
  readonly range: SourceRange;
  readonly message: string;
  readonly suggestion: string | null;
  /** It names what is nowhere in the file. */
  readonly unknownName?: true;
}

const MAX_PROBLEMS = 10;

/** What is wrong with a condition, or with an expression of any type: syntax, names, types, calls that are not available. */
export function conditionProblems(
  language: TypedLanguage,
  text: string,
  expected: "bool" | "any" = "bool",
): readonly ConditionProblem[] {
  const syntax = parsed(language, text);
  if (!("op" in syntax)) return [syntax];
  const whole = { start: 0, end: text.length };
  const careless = [...forbidden(syntax), ...shadowing(language, syntax)];
  if (careless.length > 0) return careless;
  const problems: ConditionProblem[] = [];
  let rest = text;
  // One error at a time is found: what holds it is taken for true, and the rest is looked at again.
  while (problems.length < MAX_PROBLEMS) {
    const checked = language.environment.check(rest);
    if (checked.valid) {
      const fits = expected === "any" || checked.type === "bool" || checked.type === "dyn";
      if (fits) return problems;
      const message = `a condition is true or false, this is ${typesIn(checked.type ?? "")}`;
      return [{ range: whole, message, suggestion: "compare it with something" }];
    }
    const { error } = checked;
    // A part may begin within parentheses that end before it does, as in `(a).b`, and then nothing can stand in its place.
    if (error === undefined || error.name === "ParseError") return problems;
    const range = inText(text, rest, error.range ?? whole);
    problems.push({ range, ...inWords(language, text, error, range) });
    const next = withoutPart(language, rest, range);
    if (next === null) return problems;
    rest = next;
  }
  return problems;
}

/** Where a part of `rest` stands in the text: a `true` at its end is as long as what it was put in the place of. */
function inText(text: string, rest: string, { start, end }: SourceRange): SourceRange {
  const padded = end + rest.slice(end).search(/[^ ]|$/);
  return { start, end: text.slice(0, padded).trimEnd().length };
}

function parsed({ environment }: TypedLanguage, text: string): Node | ConditionProblem {
  try {
    return environment.parse(text).ast;
  } catch (error) {
    const { summary, range } = error as ParseError;
    const single = /[^=!<>]=[^=]/.exec(text);
    return {
      range: range ?? { start: 0, end: 1 },
      // Signs before signs are read within one another before they are counted.
      message: error instanceof RangeError ? TOO_LONG : syntaxWords(summary ?? String(error)),
      suggestion: /\b(?:and|or|not)\b/.test(text)
        ? "write &&, || and ! in conditions"
        : single === null
          ? null
          : "compare with ==",
    };
  }
}

function forbidden(syntax: Node): readonly ConditionProblem[] {
  return callsIn(syntax)
    .filter(({ name }) => FORBIDDEN_CALLS.has(name))
    .map(({ name, range }) => ({
      range,
      message: `${name}() is not available in conditions`,
      suggestion: FORBIDDEN_CALLS.get(name) ?? null,
    }));
}

function shadowing({ names }: TypedLanguage, syntax: Node): readonly ConditionProblem[] {
  return boundNames(syntax)
    .filter(({ name }) => names.includes(name))
    .map(({ name, range }) => ({
      range,
      message: `the name ${name} is taken`,
      suggestion: "choose another name for the entries of the list",
    }));
}

function inWords(
  language: TypedLanguage,
  text: string,
  error: ParseError | TypeError,
  range: SourceRange,
): Omit<ConditionProblem, "range"> {
  const word = text.slice(range.start, range.end);
  if (error.code === "unknown_variable")
    return {
      message: `there is nothing called ${word} here`,
      suggestion: aboutName(language, text, word, range),
      unknownName: true,
    };
  if (error.code === "no_such_key") {
    const owner = ownerOf(error.node as Node | undefined);
    const known = (owner === null ? null : language.fields.get(owner)) ?? [];
    return { message: `${owner ?? "it"} has no field ${word}`, suggestion: meant(word, known) };
  }
  return {
    message: mismatchWords(error.summary),
    suggestion: null,
  };
}

/** The name whose field a part of a condition is. */
function ownerOf(node: Node | undefined): string | null {
  if (node?.op !== ".") return null;
  const [owner] = node.args;
  return owner.op === "id" ? owner.args : null;
}

/** `error-rate.fail` reads as a difference: say so before guessing at another name. */
function aboutName({ names }: TypedLanguage, text: string, word: string, range: SourceRange): string | null {
  const start = text.slice(0, range.end).search(/(?<![\w-])[\w-]*$/);
  const end = range.end + text.slice(range.end).search(/[^\w-]|$/);
  const underscored = text.slice(start, end).replaceAll("-", "_");
  if (names.includes(underscored)) return `in conditions a hyphen is an underscore: ${underscored}`;
  return meant(word, names);
}

/** The text with the smallest decision around the range replaced by `true`, at the same length; null where there is none, or none so long. */
function withoutPart({ environment }: TypedLanguage, text: string, range: SourceRange): string | null {
  const inside = (node: Node): boolean => node.start <= range.start && range.end <= node.end;
  let part: Node = environment.parse(text).ast;
  while (part.op === "&&" || part.op === "||" || part.op === "!_") {
    const next: Node | undefined = part.op === "!_" ? part.args : part.args.find(inside);
    if (next === undefined) return null;
    part = next;
  }
  if (part.end - part.start < 4) return null;
  return `${text.slice(0, part.start)}true${" ".repeat(part.end - part.start - 4)}${text.slice(part.end)}`;
}
