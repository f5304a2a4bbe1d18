import type { z } from "zod";
import { keyRange, located, type Located, type Path } from "./located.ts";
import { meant, nearestName } from "./nearest-name.ts";
import { either, kindOf, oneOf } from "./plain-words.ts";
import { problemAt, type Problem } from "./problem.ts";
import { keysAt } from "./schema-at.ts";
import type { Source } from "./source.ts";

export interface Finding {
  readonly path: Path;
  /** Point at the name instead of the value. */
  readonly atKey: boolean;
  readonly message: string;
  readonly suggestion: string | null;
  /** A key that is missing; a value of the right type that is out of bounds; or a rule beyond types, e.g. of a mapping as a whole. */
  readonly kind?: "missing" | "bounds" | "whole";
}

/** A schema's complaints about a value as problems of the file. */
export function schemaProblems(
  source: Source,
  root: Located,
  schema: z.core.$ZodType,
  error: z.core.$ZodError,
): readonly Problem[] {
  return findings(schema, error.issues).map(({ path, atKey, message, suggestion }) => {
    const range = atKey ? keyRange(root, path) : located(root, path).range;
    return problemAt(source, range, ofWhole("the file", path, message), suggestion);
  });
}

/** The message with a name for what was looked at, where it is about all of it. */
export function ofWhole(name: string, path: Path, message: string): string {
  return path.length === 0 ? message.replace(/^this(?=[ :])/, name) : message;
}

/** The complaints of `safeParse(value, IN_PLAIN_WORDS)` in sentences, with paths relative to the value. */
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

/** What stands at a path, as a sentence begins: "severity", "entry 2 of needs". */
function nameOf(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return "this";
  if (typeof last === "string") return last;
  const list = path.at(-2);
  return `entry ${last + 1}${typeof list === "string" ? ` of ${list}` : ""}`;
}

function finding(schema: z.core.$ZodType, issue: z.core.$ZodIssue): readonly Finding[] {
  const path = issue.path.map(stepOf);
  const name = nameOf(path);
  // Ours go on after the name; a schema's own words are a sentence by themselves.
  const said = /^(must|is|has|fits|does) /.test(issue.message)
    ? `${name} ${issue.message}`
    : `${name}: ${issue.message}`;
  const say = (suggestion: string | null = null): readonly Finding[] => [
    { path, atKey: false, message: said, suggestion },
  ];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey([...path, key], keysAt(schema, path)));
    case "invalid_type":
      if (issue.input === undefined) return [missing(path, kindOf(issue.expected))];
      return say(issue.input === null && kindOf(issue.expected) === "a mapping" ? "an empty one is {}" : null);
    case "invalid_value":
      return issue.input === undefined
        ? [missing(path, oneOf(issue.values))]
        : say(didYouMean(issue.input, issue.values.map(String)));
    case "invalid_union":
      return union(schema, path, issue, said);
    case "invalid_key":
      return inner(schema, issue).map((found) => ({ ...found, atKey: true }));
    case "invalid_element":
      return inner(schema, issue);
    case "too_small":
    case "too_big":
    case "not_multiple_of":
      return say().map((found) => ({ ...found, kind: "bounds" as const }));
    case "custom":
      return say().map((found) => ({ ...found, kind: "whole" as const }));
    default:
      return say();
  }
}

/** The complaint of a key that may not stand where it stands. */
export function unknownKey(path: Path, known: readonly string[]): Finding {
  const key = String(path.at(-1));
  return { path, atKey: true, message: `unknown key ${key}`, suggestion: meant(key, known) };
}

function missing(path: Path, expected: string): Finding {
  return { path, atKey: true, message: `${nameOf(path)} is missing`, suggestion: `it is ${expected}`, kind: "missing" };
}

function inner(
  schema: z.core.$ZodType,
  { path, issues }: z.core.$ZodIssueInvalidKey | z.core.$ZodIssueInvalidElement,
): readonly Finding[] {
  return findings(
    schema,
    issues.map((one) => ({ ...one, path: [...path, ...one.path] })),
  );
}

/** The message lists them all already. */
function didYouMean(given: unknown, values: readonly string[]): string | null {
  const near = typeof given === "string" && given !== "" ? nearestName(given, values) : null;
  return near === null ? null : `did you mean ${near}?`;
}

/** Of a choice the option that came furthest is meant. */
function union(
  schema: z.core.$ZodType,
  path: Path,
  issue: z.core.$ZodIssueInvalidUnion,
  otherwise: string,
): readonly Finding[] {
  const options = issue.errors.map((errors) =>
    findings(
      schema,
      errors.map((one) => ({ ...one, path: [...path, ...one.path] })),
    ),
  );
  // Of an empty mapping none of them came anywhere.
  const empty = options.every((option) => option.length > 0 && option.every(({ kind }) => kind === "missing"));
  const deep = options
    .filter((option) => !empty && option.length > 0 && option.every((found) => found.path.length > path.length))
    .sort((a, b) => a.length - b.length)[0];
  if (deep !== undefined) return deep;
  const firsts = options.flatMap((option) => option.slice(0, 1));
  const [first] = firsts;
  if (first === undefined) return [{ path, atKey: false, message: otherwise, suggestion: null }];
  if (empty) {
    const expected = firsts.flatMap(({ suggestion }) =>
      suggestion === null ? [] : [suggestion.replace(/^it is /, "")],
    );
    const names = [...new Set(firsts.map(({ path: at }) => nameOf(at)))];
    return [
      {
        ...first,
        message: `${names.join(" or ")} is missing`,
        suggestion: `it is ${[...new Set(expected)].join(", or ")}`,
      },
    ];
  }
  const name = `${nameOf(path)} `;
  const words = firsts.map(({ message }) => message);
  const message = words.every((one) => one.startsWith(name))
    ? `${name}${either(words.map((one) => one.slice(name.length)))}`
    : [...new Set(words)].join(", or ");
  return [{ path, atKey: false, message, suggestion: null }];
}
