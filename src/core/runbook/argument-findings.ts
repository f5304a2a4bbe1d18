import type { z } from "zod";
import type { Json, JsonObject } from "../json.ts";
import { type Path } from "../source/located.ts";
import { meant } from "../source/nearest-name.ts";
import { metaAt } from "../source/schema-at.ts";
import { IN_PLAIN_WORDS } from "../source/plain-words.ts";
import { findings, type Finding } from "../source/schema-problems.ts";
import type { Draft } from "./draft.ts";
import { embeddingAt } from "./languages.ts";
import { fillPlaces, wholePlace } from "./render-args.ts";
import type { Parameter } from "./runbook.ts";
import { typeProblem } from "./type-problem.ts";
import { placesIn } from "./template.ts";

export interface ArgumentFinding extends Finding {
  /** Within the text at the path; null: all of it. */
  readonly inside: { readonly start: number; readonly end: number } | null;
  /** It names a parameter that is nowhere in the file. */
  readonly unknownName?: true;
}

type Parameters = Draft["parameters"];
type Known = Pick<Draft, "parameters" | "untyped">;

/** Stands for a parameter without a default while the file is checked. */
const SAMPLES: Readonly<Record<Parameter["type"], Json>> = {
  string: "sample",
  integer: 1,
  number: 1,
  boolean: true,
  duration: "1m",
};

/**
 * What is wrong with arguments as written: places that name no parameter or are not safe, and what the schema refuses once they are filled in. `untyped`:
 * parameters that are there and whose type cannot be told.
 */
export function argumentFindings(
  args: JsonObject,
  parameters: Parameters,
  schema: z.ZodType,
  untyped: readonly string[] = [],
): readonly ArgumentFinding[] {
  const unsafe = placeFindings(args, [], { parameters, untyped }, schema);
  const aside = [...unsafe.map(({ path }) => path), ...textsOf(args, untyped)];
  const sound = aside.reduce((sofar, path) => replaced(sofar, path, ASIDE), args as Json) as JsonObject;
  const filled = (valueOf: (name: string) => Json): readonly ArgumentFinding[] =>
    filledFindings(sound, schema, valueOf).filter(
      (found) => !isGuess(found, args, parameters) && !aside.some((path) => isWithin(found.path, path)),
    );
  const sampled = filled((name) => sampleOf(parameters[name]));
  if (sampled.length > 0) return [...unsafe, ...sampled];
  // A parameter that may stay away leaves its argument out.
  const without = filled((name) => (mayStayAway(parameters[name]) ? null : sampleOf(parameters[name])));
  return [...unsafe, ...without];
}

function mayStayAway(parameter: Parameter | undefined): boolean {
  return parameter?.default === null && !parameter.required;
}

/** Stands for a text of which nothing can be told, while the arguments beside it are looked at: its places are wrong, or name a parameter without a type. */
const ASIDE = "sample";

/** The places of the texts that name one of these parameters. */
function textsOf(value: Json, named: readonly string[], path: Path = []): readonly Path[] {
  if (typeof value === "string")
    return placesIn(value).some(({ kind, text }) => kind === "place" && named.includes(text)) ? [path] : [];
  return entriesOf(value).flatMap(([key, entry]) => textsOf(entry, named, [...path, key]));
}

function entriesOf(value: Json): readonly (readonly [string | number, Json])[] {
  if (value === null || typeof value !== "object") return [];
  return Array.isArray(value) ? value.map((entry: Json, index) => [index, entry] as const) : Object.entries(value);
}

function replaced(value: Json, [step, ...rest]: Path, by: Json): Json {
  if (step === undefined) return by;
  if (Array.isArray(value))
    return value.map((entry: Json, index) => (index === step ? replaced(entry, rest, by) : entry));
  if (typeof value !== "object" || value === null) return value;
  const entry = (value as JsonObject)[step];
  return entry === undefined ? value : { ...(value as JsonObject), [step]: replaced(entry, rest, by) };
}

function isWithin(path: Path, outer: Path): boolean {
  return outer.every((step, index) => path[index] === step);
}

/** The default, where it is one of its type: what is not is said elsewhere. */
function sampleOf(parameter: Parameter | undefined): Json {
  if (parameter === undefined) return ASIDE;
  const { type, default: standard } = parameter;
  return typeProblem(type, standard) === null ? standard : SAMPLES[type];
}

function filledFindings(
  args: JsonObject,
  schema: z.ZodType,
  valueOf: (name: string) => Json,
): readonly ArgumentFinding[] {
  try {
    const filled = fillPlaces(args, [], valueOf, schema) ?? {};
    return complaintsOf(schema, filled).map((found) => ({ ...found, inside: null }));
  } catch (error) {
    // A default that cannot be written in its argument's language.
    const message = error instanceof Error ? error.message : String(error);
    return [{ path: [], atKey: true, message, suggestion: null, inside: null }];
  }
}

/** The schema's complaints. What it asks of the arguments as a whole it asks of those that it knows, or an unknown key would hide it. */
function complaintsOf(schema: z.ZodType, filled: Json): readonly Finding[] {
  const parsed = schema.safeParse(filled, IN_PLAIN_WORDS);
  if (parsed.success) return [];
  const own = findings(schema, parsed.error.issues);
  const unknown = parsed.error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys" && issue.path.length === 0 ? issue.keys : [],
  );
  if (unknown.length === 0) return own;
  const known = Object.entries(filled as JsonObject).filter(([key]) => !unknown.includes(key));
  return [
    ...own.filter(({ path }) => unknown.includes(String(path[0]))),
    ...complaintsOf(schema, Object.fromEntries(known)),
  ];
}

/** A sample has its parameter's type and no more: a text may miss a pattern, and a number or a duration bounds, that the real one will meet. */
function isGuess({ path, kind }: Finding, args: JsonObject, parameters: Parameters): boolean {
  const written = path.reduce<Json | undefined>((value, step) => stepInto(value, step), args);
  if (typeof written !== "string") return false;
  const beyondType = kind === "bounds" || kind === "whole";
  return placesIn(written).some(({ kind: part, text }) => {
    const parameter = part === "place" && Object.hasOwn(parameters, text) ? parameters[text] : undefined;
    return parameter?.default === null && (parameter.type === "string" || beyondType);
  });
}

function stepInto(value: Json | undefined, step: string | number): Json | undefined {
  return typeof value === "object" && value !== null ? (value as Record<string, Json>)[step] : undefined;
}

function placeFindings(value: Json, path: Path, known: Known, schema: z.ZodType): readonly ArgumentFinding[] {
  if (typeof value === "string") return textFindings(value, path, known, schema);
  return entriesOf(value).flatMap(([key, entry]) => placeFindings(entry, [...path, key], known, schema));
}

function textFindings(text: string, path: Path, known: Known, schema: z.ZodType): readonly ArgumentFinding[] {
  const { parameters, untyped } = known;
  const whole = wholePlace(text) !== null;
  const language = metaAt(schema, path, "language");
  let before = "";
  return placesIn(text).flatMap((part) => {
    const here = before;
    before += part.kind === "text" ? part.text : "0";
    if (part.kind === "text") return [];
    const inside = { start: part.offset, end: part.offset + part.text.length };
    const found = (message: string, suggestion: string | null): readonly ArgumentFinding[] => [
      { path, atKey: false, message, suggestion, inside },
    ];
    const parameter = Object.hasOwn(parameters, part.text) ? parameters[part.text] : undefined;
    if (untyped.includes(part.text)) return [];
    if (parameter === undefined)
      return found(
        `there is no parameter ${part.text}`,
        meant(part.text, [...Object.keys(parameters), ...untyped]),
      ).map((one) => ({ ...one, unknownName: true }));
    if (whole) return [];
    if (mayStayAway(parameter))
      return found(`parameter ${part.text} may have no value, so it must be the whole argument`, null);
    const refusal = embeddingAt(language, here).refuses(parameter.type);
    return refusal === null ? [] : found(`parameter ${part.text} may not stand here: ${refusal}`, null);
  });
}
