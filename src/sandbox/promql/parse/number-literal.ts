import { durationSeconds } from "./duration.ts";

/**
 * The value of a number as PromQL writes it: decimal, hexadecimal, octal with a leading zero, `inf`, `nan`, underscores
 * between digits, or a duration, which counts as its seconds. undefined when it is none of these.
 */
export function numberLiteral(text: string): number | undefined {
  const word = text.toLowerCase();
  if (word === "inf") return Number.POSITIVE_INFINITY;
  if (word === "nan") return Number.NaN;
  const digits = word.replaceAll("_", "");
  if (/^0[0-7]+$/.test(digits)) return Number.parseInt(digits, 8);
  if (/^0x[0-9a-f]+$/.test(digits)) return Number(digits);
  if (/^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(digits)) return Number(digits);
  return durationSeconds(word);
}
