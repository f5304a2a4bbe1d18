import { parseDuration } from "../duration.ts";
import type { Json } from "../json.ts";

/** Why a value does not have a parameter's type; null: it has. */
export function typeProblem(type: string, value: Json): string | null {
  switch (type) {
    case "integer":
      return Number.isSafeInteger(value) ? null : "no whole number";
    case "number":
      return Number.isFinite(value) ? null : "no number";
    case "boolean":
      return typeof value === "boolean" ? null : "neither true nor false";
    case "duration":
      return typeof value === "string" && parseDuration(value) !== null ? null : "no duration such as 90s or 2m";
    default:
      return typeof value === "string" ? null : "no text: put it in quotes";
  }
}
