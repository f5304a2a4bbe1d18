import type { Json, JsonObject } from "../json.ts";

/**
 * The one text for a JSON value, whatever order its keys came in: no white space, keys sorted by UTF-16 code units, numbers and strings as
 * ECMAScript writes them (RFC 8785). Throws RangeError on NaN and ±Infinity, which JSON cannot hold.
 */
export function canonicalJson(value: Json): string {
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new RangeError(`JSON holds no ${value}`);
  }
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const fields = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`);
  return `{${fields.join(",")}}`;
}

// Array.isArray does not narrow readonly arrays.
function isList(value: readonly Json[] | JsonObject): value is readonly Json[] {
  return Array.isArray(value);
}
