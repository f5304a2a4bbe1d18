import type { z } from "zod";
import { keyRange, located, type Located, type Path } from "./located.ts";
import { meant, nearestName } from "./nearest-name.ts";
import { problemAt, type Problem } from "./problem.ts";
import { keysAt } from "./schema-at.ts";
import type { Source } from "./source.ts";

export interface Finding {
  readonly path: Path;
  /** Point at the name instead of the value. */
  readonly atKey: boolean;
  readonly message: string;
  readonly suggestion: string | null;
  /** A key that is missing; or a complaint of a mapping as a whole. */
  readonly kind?: "missing" | "whole";
}

/** A schema's complaints about a value as problems of the file; `base` is where the value stands. */
export function schemaProblems(
  source: Source,
  root: Located,
  schema: z.core.$ZodType,
  error: z.core.$ZodError,
  base: Path = [],
): readonly Problem[] {
  return findings(schema, error.issues).map(({ path, atKey, message, suggestion }) => {
    const whole = [...base, ...path];
    const range = atKey ? keyRange(root, whole) : located(root, whole).range;
    return problemAt(source, range, message, suggestion);
  });
}

/** The complaints in plain words, with paths relative to the value. */
export function findings(schema: z.core.$ZodType, issues: readonly z.core.$ZodIssue[]): readonly Finding[] {
  return withoutConsequences(
    issues.flatMap((issue) => finding(schema, issue)),
    unknownKeys(schema, issues),
  );
}

/** A key that nobody knows, and the one that was probably meant. */
interface UnknownKey {
  readonly parent: string;
  readonly meant: string | null;
}

function unknownKeys(schema: z.core.$ZodType, issues: readonly z.core.$ZodIssue[]): readonly UnknownKey[] {
  return issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({
          parent: placeOf(issue.path),
          meant: nearestName(key, keysAt(schema, issue.path.map(stepOf))),
        }))
      : [],
  );
}

/** One slip, one complaint: a misspelt key is not missing besides, and what its mapping lacks as a whole follows from it. */
function withoutConsequences(found: readonly Finding[], unknown: readonly UnknownKey[]): readonly Finding[] {
  return found.filter(({ path, kind }) => {
    if (kind === "missing")
      return !unknown.some(({ parent, meant }) => meant === path.at(-1) && parent === placeOf(path.slice(0, -1)));
    return kind !== "whole" || !unknown.some(({ parent }) => parent === placeOf(path));
  });
}

function placeOf(path: readonly PropertyKey[]): string {
  return JSON.stringify(path.map(String));
}

function stepOf(step: PropertyKey): string | number {
  return typeof step === "symbol" ? String(step) : step;
}

function finding(schema: z.core.$ZodType, issue: z.core.$ZodIssue): readonly Finding[] {
  const path = issue.path.map(stepOf);
  const name = path.length === 0 ? "this" : String(path.at(-1));
  const say = (message: string, suggestion: string | null = null): readonly Finding[] => [
    { path, atKey: false, message, suggestion },
  ];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({
        path: [...path, key],
        atKey: true,
        message: `unknown key ${key}`,
        suggestion: meant(key, keysAt(schema, path)),
      }));
    case "invalid_type":
      return issue.input === undefined && issue.message.includes("undefined")
        ? [
            {
              path,
              atKey: true,
              message: `${name} is missing`,
              suggestion: `it is ${article(issue.expected)}`,
              kind: "missing",
            },
          ]
        : say(`${name} must be ${article(issue.expected)}`);
    case "invalid_value": {
      const values = issue.values.map(String);
      const given = typeof issue.input === "string" ? issue.input : "";
      return say(
        `${name} must be ${values.length === 1 ? values[0] : `one of ${values.join(", ")}`}`,
        given === "" ? null : didYouMean(given, values),
      );
    }
    case "invalid_union":
      return union(schema, path, issue, say);
    case "invalid_key":
    case "invalid_element":
      return findings(
        schema,
        issue.issues.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })),
      );
    case "custom":
      return say(`${name}: ${issue.message}`).map((found) => ({ ...found, kind: "whole" as const }));
    default:
      return say(`${name}: ${issue.message}`);
  }
}

/** The message lists them all already. */
function didYouMean(given: string, values: readonly string[]): string | null {
  const near = nearestName(given, values);
  return near === null ? null : `did you mean ${near}?`;
}

/** Of a choice the option that came furthest is meant. */
function union(
  schema: z.core.$ZodType,
  path: Path,
  issue: z.core.$ZodIssueInvalidUnion,
  say: (message: string) => readonly Finding[],
): readonly Finding[] {
  const options = issue.errors.map((errors) =>
    findings(
      schema,
      errors.map((inner) => ({ ...inner, path: [...path, ...inner.path] })),
    ),
  );
  const deep = options
    .filter((option) => option.length > 0 && option.every((found) => found.path.length > path.length))
    .sort((a, b) => a.length - b.length)[0];
  if (deep !== undefined) return deep;
  const firsts = options.flatMap((option) => option.slice(0, 1));
  const [first] = firsts;
  if (first !== undefined && firsts.every(({ kind }) => kind === "missing")) {
    const expected = firsts.flatMap(({ suggestion }) =>
      suggestion === null ? [] : [suggestion.replace(/^it is /, "")],
    );
    return [{ ...first, suggestion: `it is ${[...new Set(expected)].join(", or ")}` }];
  }
  return say([...new Set(firsts.map(({ message }) => message))].join(", or "));
}

function article(expected: string): string {
  const words: Readonly<Record<string, string>> = {
    string: "a text",
    number: "a number",
    int: "a whole number",
    boolean: "true or false",
    array: "a list",
    object: "a mapping",
    record: "a mapping",
  };
  return words[expected] ?? expected;
}
