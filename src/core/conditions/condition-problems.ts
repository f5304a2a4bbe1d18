import type { ParseError, SourceRange, TypeError } from "@marcbachmann/cel-js";
import { meant, nearestName } from "../source/nearest-name.ts";
import { FORBIDDEN_CALLS } from "./compile.ts";
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
  const whole = { start: 0, end: Math.max(1, text.length) };
  const syntax = parsed(language, text);
  if (!("op" in syntax)) return [syntax];
  const careless = [...forbidden(syntax), ...shadowing(language, syntax)];
  if (careless.length > 0) return careless;
  const problems: ConditionProblem[] = [];
  let rest = text;
  // One error at a time is found: what holds it is taken for true, and the rest is looked at again.
  while (problems.length < MAX_PROBLEMS) {
    const checked = language.environment.check(rest);
    if (checked.valid) {
      const fits = expected === "any" || checked.type === "bool" || checked.type === "dyn";
      if (fits || problems.length > 0) return problems;
      return [
        {
          range: whole,
          message: `a condition is true or false, this is ${typeWord(checked.type ?? "")}`,
          suggestion: "compare it with something",
        },
      ];
    }
    const { error } = checked;
    if (error === undefined || error.name === "ParseError") return problems;
    const range = error.range ?? whole;
    problems.push({ range, ...inWords(language, text, error, range) });
    const next = withoutPart(language, rest, range);
    if (next === null) return problems;
    rest = next;
  }
  return problems;
}

function parsed({ environment }: TypedLanguage, text: string): Node | ConditionProblem {
  try {
    return environment.parse(text).ast;
  } catch (error) {
    const { summary, range } = error as ParseError;
    const single = /[^=!<>]=[^=]/.exec(text);
    return {
      range: range ?? { start: 0, end: 1 },
      message: (summary ?? String(error)).replace("EOF", "end of the condition"),
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
    const owner =
      error.node !== undefined && "op" in error.node && error.node.op === "." ? ownerOf(error.node as Node) : null;
    const known = (owner === null ? null : language.fields.get(owner)) ?? [];
    return { message: `${owner ?? "it"} has no field ${word}`, suggestion: meant(word, known) };
  }
  return {
    message: typeWord(error.summary),
    suggestion: null,
  };
}

function ownerOf(node: Node): string | null {
  if (node.op !== ".") return null;
  const [owner] = node.args;
  return owner.op === "id" ? owner.args : null;
}

/** `error-rate.fail` reads as a difference: say so before guessing at another name. */
function aboutName({ names }: TypedLanguage, text: string, word: string, range: SourceRange): string | null {
  const hyphenated =
    /(?<![\w-])[\w-]+$/.exec(text.slice(0, range.end))?.[0] + (/^[\w-]*/.exec(text.slice(range.end))?.[0] ?? "");
  const underscored = hyphenated.replaceAll("-", "_");
  if (hyphenated.includes("-") && names.includes(underscored))
    return `in conditions a hyphen is an underscore: ${underscored}`;
  const near = nearestName(word, names);
  return near === null ? meant(word, names) : `did you mean ${near}?`;
}

function typeWord(type: string): string {
  return type
    .replaceAll("google.protobuf.Timestamp", "a time")
    .replaceAll("google.protobuf.Duration", "a duration")
    .replaceAll(/\bcheck_(\w+)/g, "the check $1")
    .replaceAll("parameters", "the parameters");
}

/** The text with the smallest decision around the range replaced by `true`, at the same length; null where that cannot be done. */
function withoutPart({ environment }: TypedLanguage, text: string, range: SourceRange): string | null {
  const inside = (node: Node): boolean => node.start <= range.start && range.end <= node.end;
  let part: Node | undefined = environment.parse(text).ast;
  while (part !== undefined && (part.op === "&&" || part.op === "||" || part.op === "!_")) {
    const next: Node | undefined = part.op === "!_" ? part.args : part.args.find(inside);
    if (next === undefined) return null;
    part = next;
  }
  if (part === undefined || part.end - part.start < 4) return null;
  const replaced = `${text.slice(0, part.start)}true${" ".repeat(part.end - part.start - 4)}${text.slice(part.end)}`;
  try {
    environment.parse(replaced);
    return replaced;
  } catch {
    return null;
  }
}
