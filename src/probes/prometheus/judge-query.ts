import { HIDDEN } from "../../core/text/hidden.ts";
import { isShownLabel } from "../distribution/shown-key.ts";
import type { z } from "zod";
import type { Evidence, Judgement } from "../../core/check/check-result.ts";
import type { Verdict } from "../../core/check/verdict.ts";
import { foreignText } from "../../core/text/foreign-text.ts";
import { isoOrNull, spanWords } from "../moment.ts";
import { onsetOf, type Onset } from "./onset.ts";
import { quantity, type Unit } from "../../core/text/quantity.ts";
import { CLOCKS_DIFFER_MS } from "./sampled-at.ts";
import type { QueryFacts } from "./query-facts.ts";
import type { queryObserved } from "./query-observed.ts";
import { reduce, seriesVerdict, type Over, type SampleRules } from "./sample-verdict.ts";
import type { Threshold } from "./threshold.ts";

export interface QueryExpectation extends SampleRules {
  readonly over: Over | null;
  readonly onEmpty: "pass" | "fail" | "inconclusive";
  readonly unit: Unit;
  /** Follows the value in the summary, e.g. "of lookups fail". */
  readonly phrase: string | null;
  readonly threshold: Threshold | null;
}

type QueryObserved = z.infer<typeof queryObserved>;

/** The verdict over what a query returned. Warnings, several series without a word on them, NaN and nothing at all decide nothing. */
export function judgeQuery(facts: QueryFacts, expectation: QueryExpectation, nowMs: number): Judgement {
  const { samples } = facts;
  const { over, threshold, unit } = expectation;
  const values = samples.map((sample) => sample.value);
  // One series needs no word. Where there is one it holds all the same: there may have been several in the past.
  const told = over ?? (samples.length === 1 ? "any" : null);
  const value = told === null || samples.length === 0 ? null : shownValue(values, told, threshold);
  const verdict = verdictOf(facts, told, expectation);
  const onset = verdict === "fail" && told !== null ? onsetIn(facts, told, expectation) : null;
  const isUnread = verdict === "fail" && facts.pastFailure !== null;
  const observed: Partial<QueryObserved> = {
    value: finite(value),
    threshold: threshold?.limit ?? null,
    // What was not read is not null, which says that there is none: whatever rests on it is unknown.
    ...(isUnread
      ? {}
      : {
          onsetAt: isoOrNull(onset?.kind === "seen" ? onset.atMs : null),
          breachedAt: isoOrNull(onset?.kind === "earlier" ? onset.thanMs : null),
        }),
    onsetUnread: isUnread,
    seriesTotal: samples.length,
    series: [...samples]
      .sort((a, b) => height(b.value) - height(a.value))
      .slice(0, 10)
      .map((sample) => ({ labels: shortLabels(sample.labels), value: finite(sample.value) })),
  };
  return {
    verdict,
    summary: summarize(facts, value, expectation),
    observed,
    evidence: evidenceOf(facts, value, expectation, onset),
    flip: flipOf(verdict, threshold, unit),
    notes: notesOf(facts, verdict, onset, nowMs),
  };
}

function verdictOf({ samples, warnings }: QueryFacts, over: Over | null, expectation: QueryExpectation): Verdict {
  if (warnings.length > 0) return "inconclusive";
  if (samples.length === 0) return expectation.onEmpty;
  if (over === null) return "inconclusive";
  return seriesVerdict(
    samples.map((sample) => sample.value),
    over,
    expectation,
  );
}

/** Of several series the worst for `any`, the least bad for `all`, by the direction of the limit. */
function shownValue(values: readonly number[], over: Over, threshold: Threshold | null): number {
  if (over !== "any" && over !== "all") return reduce(values, over);
  const numbers = values.filter((value) => !Number.isNaN(value));
  if (numbers.length === 0) return Number.NaN;
  const highIsBad = !threshold?.operator.startsWith("<");
  return highIsBad === (over === "any") ? Math.max(...numbers) : Math.min(...numbers);
}

function onsetIn({ past, samples }: QueryFacts, over: Over, rules: SampleRules): Onset | null {
  const nowMs = samples[0]?.atMs;
  if (past === null || nowMs === undefined) return null;
  const verdicts = new Map<number, Verdict>();
  const judgeNumber = (value: number): Verdict => {
    const known = verdicts.get(value) ?? rules.judgeNumber(value);
    verdicts.set(value, known);
    return known;
  };
  const breaches = (values: readonly number[]) =>
    seriesVerdict(values, over, { ...rules, onNaN: "inconclusive", judgeNumber }) === "fail";
  return onsetOf({ ...past, nowMs, breaches });
}

function summarize(
  { samples, warnings }: QueryFacts,
  value: number | null,
  { over, unit, phrase, threshold }: QueryExpectation,
): string {
  const count = samples.length;
  if (count === 0) return "the query returned nothing: no such series, or no traffic";
  if (value === null)
    return `the query returned ${count} series, and the check does not say what to make of them (over: any, all, max, min or sum)`;
  const limit = threshold === null ? "" : ` (limit ${quantity(threshold.limit, unit)})`;
  const of = count === 1 ? "" : `, ${over} of ${count} series`;
  const said = `${quantity(value, unit)}${phrase === null ? "" : ` ${phrase}`}${limit}${of}`;
  if (Number.isNaN(value)) return `the value is not a number${of}: no traffic, most likely`;
  return warnings.length === 0 ? said : `${said}, but Prometheus warns about its answer`;
}

function evidenceOf(
  facts: QueryFacts,
  value: number | null,
  { unit, threshold }: QueryExpectation,
  onset: Onset | null,
): readonly Evidence[] {
  const atMs = facts.samples[0]?.atMs;
  const number = finite(value);
  return [
    {
      what: "value",
      value: value === null ? null : (number ?? quantity(value, unit)),
      ...(threshold === null ? {} : { limit: threshold.limit }),
      ...(unit === "none" ? {} : { unit }),
      ...(atMs === undefined ? {} : { atMs }),
    },
    ...(number === null || threshold === null
      ? []
      : [{ what: "margin to the limit", value: threshold.limit - number, ...(unit === "none" ? {} : { unit }) }]),
    { what: "window", value: facts.windowMs / 1_000, unit: "s" },
    ...onsetEvidence(onset),
    ...facts.warnings.slice(0, 5).map((warning) => ({ what: "Prometheus warns", value: foreignText(warning, 200) })),
  ];
}

function onsetEvidence(onset: Onset | null): readonly Evidence[] {
  if (onset?.kind === "seen")
    return [{ what: "first breaching point of the run that reaches now", value: true, atMs: onset.atMs }];
  if (onset?.kind === "earlier")
    return [{ what: "breached already at the earliest point that is known", value: true, atMs: onset.thanMs }];
  return [];
}

function flipOf(verdict: Verdict, threshold: Threshold | null, unit: Unit): string | null {
  if (threshold === null || (verdict !== "pass" && verdict !== "fail")) return null;
  return `a value ${verdict === "fail" ? "not " : ""}${threshold.operator} ${quantity(threshold.limit, unit)}`;
}

function notesOf(facts: QueryFacts, verdict: Verdict, onset: Onset | null, nowMs: number): readonly string[] {
  const atMs = facts.samples[0]?.atMs;
  const skewMs = atMs === undefined ? 0 : nowMs - atMs;
  const past =
    facts.pastFailure ??
    (onset?.kind === "earlier"
      ? "it breached from the beginning of what was read, or came out of a gap"
      : "what was read of the past does not reach now");
  return [
    ...facts.infos.slice(0, 3).map((info) => foreignText(info, 200)),
    ...(verdict === "fail" && onset?.kind !== "seen" ? [`since when cannot be told: ${past}`] : []),
    ...(Math.abs(skewMs) > CLOCKS_DIFFER_MS
      ? [`Prometheus's clock and this machine's differ by ${spanWords(skewMs)}`]
      : []),
  ];
}

function finite(value: number | null): number | null {
  return Number.isFinite(value) ? value : null;
}

/** Where a value stands in the list: what is no number below all that are. */
function height(value: number): number {
  return Number.isNaN(value) ? -Infinity : value;
}

function shortLabels(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels)
      .slice(0, 12)
      .map(([name, value]) => [name, isShownLabel(name) ? foreignText(value, 80) : HIDDEN]),
  );
}
