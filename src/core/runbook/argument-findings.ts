import type { z } from "zod";
import type { Json, JsonObject } from "../json.ts";
import { type Path } from "../source/located.ts";
import { meant } from "../source/nearest-name.ts";
import { metaAt } from "../source/schema-at.ts";
import { findings, type Finding } from "../source/schema-problems.ts";
import { embeddingAt } from "./languages.ts";
import { fillPlaces, wholePlace } from "./render-args.ts";
import type { Parameter } from "./runbook.ts";
import { typeProblem } from "./type-problem.ts";
import { placesIn } from "./template.ts";

export interface ArgumentFinding extends Finding {
  /** Within the text at the path; null: all of it. */
  readonly inside: { readonly start: number; readonly end: number } | null;
}

type Parameters = Readonly<Record<string, Parameter>>;

/** Stands for a parameter without a default while the file is checked. */
const SAMPLES: Readonly<Record<Parameter["type"], Json>> = {
  string: "sample",
  integer: 1,
  number: 1,
  boolean: true,
  duration: "1m",
};

/** What is wrong with arguments as written: places that name no parameter or are not safe, and what the schema refuses once they are filled in. */
export function argumentFindings(
  args: JsonObject,
  parameters: Parameters,
  schema: z.ZodType,
): readonly ArgumentFinding[] {
  const unsafe = placeFindings(args, [], parameters, schema);
  if (unsafe.length > 0) return unsafe;
  const sampled = filledFindings(args, schema, (name) => sampleOf(parameters[name]));
  if (sampled.length > 0) return sampled.filter((found) => !isGuess(found, args, parameters));
  // A parameter that may stay away leaves its argument out.
  const without = filledFindings(args, schema, (name) =>
    parameters[name]?.required === false ? null : sampleOf(parameters[name]),
  );
  return without.filter((found) => !isGuess(found, args, parameters));
}

/** The default, where it is one of its type: what is not is said elsewhere. */
function sampleOf(parameter: Parameter | undefined): Json {
  if (parameter === undefined) return null;
  const { type, default: standard } = parameter;
  return standard !== null && typeProblem(type, standard) === null ? standard : SAMPLES[type];
}

function filledFindings(
  args: JsonObject,
  schema: z.ZodType,
  valueOf: (name: string) => Json,
): readonly ArgumentFinding[] {
  try {
    const filled = fillPlaces(args, [], valueOf, schema) ?? {};
    const parsed = schema.safeParse(filled, { reportInput: true });
    return parsed.success ? [] : findings(schema, parsed.error.issues).map((found) => ({ ...found, inside: null }));
  } catch (error) {
    // A default that cannot be written in its argument's language.
    const message = error instanceof Error ? error.message : String(error);
    return [{ path: [], atKey: true, message, suggestion: null, inside: null }];
  }
}

/** A sample for a required text may miss a pattern that the real one will meet. */
function isGuess({ path }: Finding, args: JsonObject, parameters: Parameters): boolean {
  const written = path.reduce<Json | undefined>((value, step) => stepInto(value, step), args);
  if (typeof written !== "string") return false;
  return placesIn(written).some(
    ({ kind, text }) => kind === "place" && parameters[text]?.type === "string" && parameters[text].default === null,
  );
}

function stepInto(value: Json | undefined, step: string | number): Json | undefined {
  return typeof value === "object" && value !== null ? (value as Record<string, Json>)[step] : undefined;
}

function placeFindings(value: Json, path: Path, parameters: Parameters, schema: z.ZodType): readonly ArgumentFinding[] {
  if (typeof value === "string") return textFindings(value, path, parameters, schema);
  if (value === null || typeof value !== "object") return [];
  const entries: readonly (readonly [string | number, Json])[] = Array.isArray(value)
    ? value.map((entry: Json, index) => [index, entry] as const)
    : Object.entries(value);
  return entries.flatMap(([key, entry]) => placeFindings(entry, [...path, key], parameters, schema));
}

function textFindings(text: string, path: Path, parameters: Parameters, schema: z.ZodType): readonly ArgumentFinding[] {
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
    if (parameter === undefined)
      return found(`there is no parameter ${part.text}`, meant(part.text, Object.keys(parameters)));
    if (whole) return [];
    if (parameter.default === null && !parameter.required)
      return found(`parameter ${part.text} may have no value, so it must be the whole argument`, null);
    const refusal = embeddingAt(language, here).refuses(parameter.type);
    return refusal === null ? [] : found(`parameter ${part.text} may not stand here: ${refusal}`, null);
  });
}
