import { formatDuration, parseDuration } from "../../core/duration.ts";

/** What the text of a ConfigMap's key may be. */
export const VALUE_TYPES = ["text", "integer", "number", "boolean", "duration"] as const;

export type ValueType = (typeof VALUE_TYPES)[number];

const NUMBER = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/;

/** Whether a ConfigMap's text is of the type, as the program that reads it would take it. */
export function isOfType(type: ValueType, text: string): boolean {
  const bare = text.trim();
  switch (type) {
    case "text":
      return true;
    case "boolean":
      return /^(true|false|on|off|yes|no)$/i.test(bare);
    case "duration":
      return parseDuration(bare) !== null;
    default:
      return NUMBER.test(bare) && (type === "number" || Number.isSafeInteger(Number(bare)));
  }
}

/** Whether a text is a number, a duration or a switch: what a plan may show of what was there before. */
export function isPlain(text: string): boolean {
  return VALUE_TYPES.some((type) => type !== "text" && isOfType(type, text));
}

/** The text times a factor, no more than `most` (null: no limit); null for a type that has no multiples. Whole numbers stay whole. */
export function multiplied(type: ValueType, text: string, factor: number, most: string | null): string | null {
  const size = sizeOf(type, text);
  const limit = most === null ? Number.POSITIVE_INFINITY : sizeOf(type, most);
  if (size === null || limit === null) return null;
  const wanted = Math.min(product(size, factor), limit);
  if (type === "duration") return formatDuration(wanted);
  return String(type === "integer" ? Math.round(wanted) : wanted);
}

/** 0.1 times 3 is 0.3: what a double holds beyond fifteen digits was in neither text. */
function product(size: number, factor: number): number {
  const exact = size * factor;
  return Number.isInteger(exact) ? exact : Number(exact.toPrecision(15));
}

function sizeOf(type: ValueType, text: string): number | null {
  if (type === "text" || type === "boolean" || !isOfType(type, text)) return null;
  return type === "duration" ? parseDuration(text.trim()) : Number(text);
}
