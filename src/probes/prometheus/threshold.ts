/** The limit in a condition as simple as `value > 0.1`. */
export interface Threshold {
  readonly limit: number;
  readonly operator: ">" | ">=" | "<" | "<=";
}

const NUMBER = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?`;
const VALUE_FIRST = new RegExp(String.raw`^\s*value\s*(>=|<=|>|<)\s*(${NUMBER})\s*$`);
const LIMIT_FIRST = new RegExp(String.raw`^\s*(${NUMBER})\s*(>=|<=|>|<)\s*value\s*$`);
const MIRRORED = { ">": "<", ">=": "<=", "<": ">", "<=": ">=" } as const;

/** null for any condition that does more than compare the value with one number. */
export function thresholdOf(condition: string | null): Threshold | null {
  const [, operator, limit] = VALUE_FIRST.exec(condition ?? "") ?? [];
  if (operator !== undefined) return { limit: Number(limit), operator: operator as Threshold["operator"] };
  const [, first, reversed] = LIMIT_FIRST.exec(condition ?? "") ?? [];
  if (reversed === undefined) return null;
  return { limit: Number(first), operator: MIRRORED[reversed as Threshold["operator"]] };
}

const COMPARE: Readonly<Record<Threshold["operator"], (value: number, limit: number) => boolean>> = {
  ">": (value, limit) => value > limit,
  ">=": (value, limit) => value >= limit,
  "<": (value, limit) => value < limit,
  "<=": (value, limit) => value <= limit,
};

export function exceeds(value: number, { limit, operator }: Threshold): boolean {
  return COMPARE[operator](value, limit);
}
