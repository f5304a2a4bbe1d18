import { parseJson } from "./parse-json.ts";

/** The JSON object that a text is; null for anything else, broken JSON and what is nested too deeply included. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  const value: unknown = parseJson(text);
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
}
