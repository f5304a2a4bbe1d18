import type { Context } from "@marcbachmann/cel-js";
import type { Json, JsonObject } from "../json.ts";

/** A field of this name holds a time: the contract of `observed`, by which types and values agree without a schema at hand. */
export function isTimeField(name: string): boolean {
  return name === "since" || /(?:^at|At)$/.test(name);
}

/** Observations as conditions see them: times as timestamps, all numbers as doubles, everything else as it is. */
export function celFields(fields: JsonObject): Context {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, celValue(name, value)]));
}

function celValue(name: string, value: Json): unknown {
  if (typeof value === "string") return isTimeField(name) ? timestamp(value) : value;
  if (Array.isArray(value)) return value.map((entry: Json) => celValue(name, entry));
  if (value !== null && typeof value === "object") return celFields(value as JsonObject);
  // NaN compares false with everything, which would read as a decision.
  return Number.isNaN(value) ? undefined : value;
}

/** What claims to be a time and is none is left out, so that it counts as unknown. */
function timestamp(text: string): Date | undefined {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : new Date(ms);
}
