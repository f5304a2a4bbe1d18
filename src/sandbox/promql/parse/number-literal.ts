import { durationSeconds } from "./duration.ts";

/**
 * The value of a number as PromQL writes it: decimal, hexadecimal, octal with a leading zero, `inf`, `nan`, underscores
 * between digits, or a duration, which counts as its seconds. undefined when it is none of these, or too large.
 */
export function numberLiteral(text: string): number | undefined {
  const word = text.toLowerCase();
  if (word === "inf") return Number.POSITIVE_INFINITY;
  if (word === "nan") return Number.NaN;
  const digits = word.replaceAll("_", "");
  if (/^0[0-7]+$/.test(digits) && Number.parseInt(digits, 8) < 2 ** 63) return Number.parseInt(digits, 8);
  if (/^0x[0-9a-f]+$/.test(digits)) return BigInt(digits) < 2n ** 63n ? Number(digits) : undefined;
  if (/^(\d+(?:\.\d*)?|\.\d+)(e[+-]?\d+)?$/.test(digits)) return finite(Number(digits));
  return durationSeconds(word);
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}
