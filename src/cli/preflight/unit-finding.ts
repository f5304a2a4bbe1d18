import type { CheckResult } from "../../core/check/check-result.ts";
import type { Finding } from "../../core/preflight/finding.ts";
import type { Check } from "../../core/runbook/runbook.ts";

/** What a value of this unit can hardly be; counters that were reset and rounding may exceed a share a little. */
const PLAUSIBLE: Readonly<Record<string, readonly [least: number, most: number]>> = {
  ratio: [0, 1.05],
  seconds: [0, 10 * 365 * 86_400],
  bytes: [0, 1e18],
};

/** A value that its declared unit makes absurd, e.g. a share of 37: milliseconds taken for seconds, percent for a ratio. */
export function unitFinding(check: Check, args: unknown, { observed }: CheckResult): readonly Finding[] {
  const unit = typeof args === "object" && args !== null && "unit" in args ? String(args.unit) : "none";
  const range = PLAUSIBLE[unit];
  const { value } = observed;
  if (range === undefined || typeof value !== "number") return [];
  const [least, most] = range;
  if (value >= least && value <= most) return [];
  return [
    {
      subject: `unit of ${check.id}`,
      status: "unknown",
      detail: `the value ${value} is hardly ${unit === "ratio" ? "a ratio" : unit}: expected ${least} to ${most}`,
      hint: "correct the query or its unit: in the runbook",
    },
  ];
}
