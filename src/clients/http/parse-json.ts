import type { Json } from "../../core/json.ts";
import { nestedTooDeeply } from "./nested-too-deeply.ts";

/** The value of a JSON text that somebody else wrote; undefined for broken JSON, and for what is nested deeper than 500 levels. Never throws. */
export function parseJson(text: string): Json | undefined {
  if (nestedTooDeeply(text)) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
