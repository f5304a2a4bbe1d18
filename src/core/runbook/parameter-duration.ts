import { parseDuration } from "../duration.ts";
import type { Json } from "../json.ts";

/** A duration as written, or of the parameter that `{{ name }}` names, in milliseconds. Throws where neither is one: the file was checked when it was read. */
export function parameterDurationMs(text: string, parameters: Readonly<Record<string, Json>>): number {
  const name = /^\s*\{\{\s*([\w-]+)\s*\}\}\s*$/.exec(text)?.[1];
  const value = name === undefined ? text : parameters[name];
  const ms = typeof value === "string" ? parseDuration(value) : null;
  if (ms === null) throw new Error(`${text} is no duration such as 90s or 2m`);
  return ms;
}
