import type { z } from "zod";
import type { Evidence, Judgement } from "../../core/check/check-result.ts";
import { foreignText } from "../../core/text/foreign-text.ts";
import type { PrometheusSample } from "../../clients/prometheus-client.ts";
import { iso, spanWords } from "../moment.ts";
import { quantity, type Unit } from "../../core/text/quantity.ts";
import { reduce } from "../prometheus/sample-verdict.ts";
import type { BaselineFacts } from "./baseline-facts.ts";
import type { baselineObserved } from "./baseline-observed.ts";
import { median, robustScore } from "./robust-score.ts";

export interface BaselineRules {
  /** What is made of several series at one time; null: several decide nothing. */
  readonly over: "max" | "min" | "sum" | null;
  /** So many earlier values must be there. */
  readonly atLeast: number;
  readonly unit: Unit;
  readonly phrase: string | null;
}

type BaselineObserved = z.infer<typeof baselineObserved>;

/** A comparison of now with before. Undecided where either is missing; otherwise it has only facts, and conditions judge them. */
export function judgeBaseline(facts: BaselineFacts, rules: BaselineRules): Judgement & { readonly decides: boolean } {
  const value = numberOf(facts.samples, rules.over);
  const earlier = facts.earlier.map(({ offsetMs, atMs, samples }) => ({
    offsetSeconds: offsetMs / 1_000,
    at: iso(atMs),
    value: numberOf(samples, rules.over),
  }));
  const known = earlier.flatMap(({ value }) => (value === null ? [] : [value]));
  const baseline = known.length >= rules.atLeast ? median(known) : null;
  const observed: BaselineObserved = {
    value,
    baseline,
    ratio: value === null || baseline === null || baseline <= 0 ? null : value / baseline,
    difference: value === null || baseline === null ? null : value - baseline,
    zScore: value === null || baseline === null ? null : robustScore(value, known),
    samples: known.length,
    expectedSamples: earlier.length,
    earlier,
  };
  const decides = value !== null && baseline !== null && facts.warnings.length === 0;
  return {
    decides,
    verdict: decides && observed.ratio !== null ? "pass" : "inconclusive",
    summary: summarize(facts, observed, rules),
    observed,
    evidence: evidenceOf(facts, observed, rules),
    flip: null,
    notes: notesOf(facts, observed),
  };
}

/** The one number that a moment's series come to; null where there is none: no series, several without a word on them, NaN, infinite. */
function numberOf(samples: readonly PrometheusSample[], over: BaselineRules["over"]): number | null {
  if (samples.length === 0 || (samples.length > 1 && over === null)) return null;
  const values = samples.map(({ value }) => value);
  const value = reduce(values, over ?? "sum");
  return Number.isFinite(value) ? value : null;
}

function summarize(facts: BaselineFacts, observed: BaselineObserved, { over, unit, phrase }: BaselineRules): string {
  const { value, baseline, ratio, samples, expectedSamples } = observed;
  const count = facts.samples.length;
  if (count === 0) return "the query returned nothing: no such series, or no traffic";
  if (count > 1 && over === null)
    return `the query returned ${count} series, and the check does not say what to make of them (over: max, min or sum)`;
  if (value === null) return "the value is not a finite number: no traffic, most likely";
  const said = `${quantity(value, unit)}${phrase === null ? "" : ` ${phrase}`}`;
  if (baseline === null)
    return `${said}, and too little to compare it with: ${samples} of ${expectedSamples} earlier values are there`;
  const before = `${quantity(baseline, unit)} ${sameTime(facts)}`;
  const warned = facts.warnings.length === 0 ? "" : ", but Prometheus warns about its answer";
  if (ratio === null) return `${said}; a ratio to ${before} says nothing${warned}`;
  return `${said}, ${timesWords(ratio)} the ${before}${warned}`;
}

function sameTime({ earlier }: BaselineFacts): string {
  const [only] = earlier;
  if (earlier.length === 1 && only !== undefined) return `of ${spanWords(only.offsetMs)} before`;
  const offsets = earlier.map(({ offsetMs }) => spanWords(offsetMs));
  return offsets.length > 4
    ? `of the same time before (median of ${offsets.length})`
    : `before (median of ${offsets.join(", ")} ago)`;
}

function timesWords(ratio: number): string {
  const digits = ratio >= 10 ? ratio.toFixed(0) : ratio >= 0.1 ? ratio.toFixed(2) : ratio.toPrecision(2);
  return `${digits} times`;
}

function evidenceOf(
  { samples, warnings }: BaselineFacts,
  { value, baseline, ratio, zScore, earlier }: BaselineObserved,
  { unit }: BaselineRules,
): readonly Evidence[] {
  const inUnit = unit === "none" ? {} : { unit };
  const atMs = samples[0]?.atMs;
  return [
    { what: "value", value, ...inUnit, ...(atMs !== undefined && { atMs }) },
    { what: "baseline", value: baseline, ...inUnit },
    { what: "value / baseline", value: ratio },
    { what: "robust z-score", value: zScore },
    ...earlier.slice(0, 10).map(({ at, value }) => ({ what: "value before", value, ...inUnit, atMs: Date.parse(at) })),
    ...warnings.slice(0, 5).map((warning) => ({ what: "Prometheus warns", value: foreignText(warning, 200) })),
  ];
}

function notesOf({ infos, earlier }: BaselineFacts, observed: BaselineObserved): readonly string[] {
  const missing = earlier.filter((_, index) => observed.earlier[index]?.value === null);
  return [
    ...infos.slice(0, 3).map((info) => foreignText(info, 200)),
    ...(missing.length === 0
      ? []
      : [
          `no value ${missing.map(({ offsetMs }) => spanWords(offsetMs)).join(", ")} ago: is that beyond Prometheus's retention, or was there no traffic?`,
        ]),
    ...(observed.zScore === null && observed.ratio !== null && observed.samples >= 3
      ? ["the earlier values hardly differ: a z-score says nothing"]
      : []),
  ];
}
