/** The limit in a condition as simple as `value > 0.1`. */
export interface Threshold {
  readonly limit: number;
  readonly operator: ">" | ">=" | "<" | "<=";
}

const COMPARISON = /^([^<>=]+)(>=|<=|>|<)([^<>=]+)$/;
const NUMBER = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/;
const MIRRORED = { ">": "<", ">=": "<=", "<": ">", "<=": ">=" } as const;

/** null for any condition that does more than compare the value with one number. */
export function thresholdOf(condition: string | null): Threshold | null {
  const [, left = "", sign, right = ""] = COMPARISON.exec(condition ?? "") ?? [];
  const operator = sign as Threshold["operator"];
  const [first, second] = [left.trim(), right.trim()];
  if (first === "value" && NUMBER.test(second)) return { limit: Number(second), operator };
  if (second === "value" && NUMBER.test(first)) return { limit: Number(first), operator: MIRRORED[operator] };
  return null;
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
