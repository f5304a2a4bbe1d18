import { withoutControls } from "../../core/text/plain-text.ts";

/** The value with every text in it made safe for a terminal: no escape, no control character, no mark that reorders; tabs become blanks. */
export function printable<T>(value: T): T {
  return sanitized(value) as T;
}

function sanitized(value: unknown): unknown {
  if (typeof value === "string") return withoutControls(value).replaceAll("\t", "  ");
  if (Array.isArray(value)) return value.map(sanitized);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [sanitized(key), sanitized(entry)]));
}
