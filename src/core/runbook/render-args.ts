import type { z } from "zod";
import type { Json, JsonObject } from "../json.ts";
import { metaAt } from "../source/schema-at.ts";
import type { Path } from "../source/located.ts";
import { IN_PLAIN_WORDS } from "../source/plain-words.ts";
import { findings } from "../source/schema-problems.ts";
import { plainText } from "../text/plain-text.ts";
import { embeddingAt, type Embedding } from "./languages.ts";
import { placesIn } from "./template.ts";

/**
 * Arguments with the parameters filled in, as their schema reads them. An argument that is nothing but a parameter takes its value as it is, and is
 * left out where that is null; inside a longer text the value is escaped for the argument's language. Throws an Error that says which argument does not fit.
 */
export function renderArgs<T>(args: JsonObject, parameters: Readonly<Record<string, Json>>, schema: z.ZodType<T>): T {
  const filled = fillPlaces(
    args,
    [],
    (name) => (Object.hasOwn(parameters, name) ? (parameters[name] ?? null) : null),
    schema,
  );
  const parsed = schema.safeParse(filled ?? {}, IN_PLAIN_WORDS);
  if (parsed.success) return parsed.data;
  const complaints = findings(schema, parsed.error.issues).map(
    ({ path, message }) => `${withPlace(path, message)}${origin(args, path)}`,
  );
  throw new Error(`the arguments do not fit: ${complaints.join("; ")}`);
}

/** The whole way to an argument before what is said of it, instead of its last name; before what is said of all of them together nothing. */
function withPlace(path: Path, message: string): string {
  const last = path.at(-1);
  const name = last === undefined ? "this" : String(last);
  const said = [`${name} `, `${name}: `].find((begun) => message.startsWith(begun)) ?? "";
  return `${last === undefined ? "" : `${path.join(".")}: `}${message.slice(said.length)}`;
}

/** A value with its places filled in; undefined where it is nothing but a parameter that is null. */
export function fillPlaces(
  value: Json,
  path: Path,
  valueOf: (parameter: string) => Json,
  schema: z.core.$ZodType,
): Json | undefined {
  if (typeof value === "string") return fillText(value, path, valueOf, schema);
  if (Array.isArray(value))
    return value
      .map((entry: Json, index) => fillPlaces(entry, [...path, index], valueOf, schema))
      .filter((entry) => entry !== undefined);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).map(
    ([key, entry]) => [key, fillPlaces(entry, [...path, key], valueOf, schema)] as const,
  );
  return Object.fromEntries(entries.flatMap(([key, entry]) => (entry === undefined ? [] : [[key, entry] as const])));
}

function fillText(
  text: string,
  path: Path,
  valueOf: (parameter: string) => Json,
  schema: z.core.$ZodType,
): Json | undefined {
  const whole = wholePlace(text);
  if (whole !== null) return valueOf(whole) ?? undefined;
  const parts = placesIn(text);
  const language = metaAt(schema, path, "language");
  let before = "";
  let filled = "";
  for (const part of parts) {
    if (part.kind === "text") {
      before += part.text;
      filled += part.text;
      continue;
    }
    const value = valueOf(part.text);
    if (value === null) throw new Error(`parameter ${part.text} has no value, and ${path.join(".")} needs one`);
    filled += written(part.text, value, embeddingAt(language, before));
    before += "0";
  }
  return filled;
}

function written(parameter: string, value: Exclude<Json, null>, embedding: Embedding): string {
  try {
    return embedding.write(value);
  } catch (error) {
    const shown = plainText(typeof value === "string" ? value : JSON.stringify(value), 40);
    throw new Error(`parameter ${parameter} (${shown}): ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** The parameter that the argument at a path is filled from; "" where it is written out. */
function origin(args: Json, path: Path): string {
  let here: Json | undefined = args;
  for (const step of path) {
    if (typeof here !== "object" || here === null) return "";
    here = Object.hasOwn(here, step) ? (here as { readonly [key: string]: Json })[step] : undefined;
  }
  const parameter = typeof here === "string" ? wholePlace(here) : null;
  return parameter === null ? "" : ` (parameter ${parameter})`;
}

/** The parameter that a text consists of; null where there is more, or none. */
export function wholePlace(text: string): string | null {
  const parts = placesIn(text.trim());
  const [only] = parts;
  return parts.length === 1 && only?.kind === "place" ? only.text : null;
}
