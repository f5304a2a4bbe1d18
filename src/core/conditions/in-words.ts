import { Duration } from "@marcbachmann/cel-js/evaluator";
import { formatDuration } from "../duration.ts";

/** A value of a condition as a sentence has it; times stay ISO 8601, which the reporters show as local ones. */
export function inWords(value: unknown): string {
  if (value === null || value === undefined) return "unknown";
  if (value instanceof Date) return value.toISOString().replace(".000Z", "Z");
  if (value instanceof Duration) return durationInWords(value.valueOf());
  if (typeof value === "number") return String(Number.isInteger(value) ? value : Number(value.toPrecision(4)));
  if (Array.isArray(value)) return value.map(inWords).join(", ");
  if (typeof value === "object") return Object.keys(value).join(", ");
  return String(value);
}

/** Two of the largest units are enough for a sentence, e.g. "90 s", "12 min", "3 h 5 min". */
function durationInWords(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 1_000);
  if (seconds < 120) return `${seconds} s`;
  const parts = formatDuration(seconds * 1_000).matchAll(/(?<!\d)(\d+)([a-z]+)/g);
  const words = [...parts].slice(0, 2).map(([, count, unit]) => `${count} ${unit === "m" ? "min" : unit}`);
  return words.join(" ");
}
