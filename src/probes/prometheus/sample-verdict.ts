import type { Verdict } from "../../core/check/verdict.ts";

/** What is made of several series. */
export const OVERS = ["any", "all", "max", "min", "sum"] as const;

export type Over = (typeof OVERS)[number];

export interface SampleRules {
  readonly onNaN: "pass" | "fail" | "inconclusive";
  readonly allowInfinite: boolean;
  /** For a number; must be pure. */
  readonly judgeNumber: (value: number) => Verdict;
}

/** NaN never reaches the conditions; an infinite value fails unless it is allowed. */
function sampleVerdict(value: number, { onNaN, allowInfinite, judgeNumber }: SampleRules): Verdict {
  if (Number.isNaN(value)) return onNaN;
  if (!Number.isFinite(value) && !allowInfinite) return "fail";
  return judgeNumber(value);
}

/**
 * The verdict over the values of several series. `any`: one that fails is enough to fail, and passing needs all. `all`: failing needs all, one
 * that passes is enough. `max`, `min`, `sum`: the one value they come to; a NaN among them makes it NaN.
 */
export function seriesVerdict(values: readonly number[], over: Over, rules: SampleRules): Verdict {
  if (values.length === 0) return "inconclusive";
  if (over !== "any" && over !== "all") return sampleVerdict(reduce(values, over), rules);
  const verdicts = values.map((value) => sampleVerdict(value, rules));
  const [enough, needed] = over === "any" ? (["fail", "pass"] as const) : (["pass", "fail"] as const);
  if (verdicts.includes(enough)) return enough;
  return verdicts.every((verdict) => verdict === needed) ? needed : "inconclusive";
}

/** NaN where one of them is: each of the three makes it so. */
export function reduce(values: readonly number[], over: "max" | "min" | "sum"): number {
  if (over === "sum") return values.reduce((sum, value) => sum + value, 0);
  return over === "max" ? Math.max(...values) : Math.min(...values);
}
