import * as z from "zod";
import type { Verdict } from "../core/check/verdict.ts";
import { judgeByConditions } from "../core/conditions/judge-by-conditions.ts";
import type { JsonObject } from "../core/json.ts";
import { shellQuote } from "../core/text/shell-quote.ts";
import { durationMs, spanMs } from "./duration-argument.ts";
import type { JudgeContext, Probe } from "./probe.ts";
import { gatherQuery } from "./prometheus/gather-query.ts";
import { judgeQuery } from "./prometheus/judge-query.ts";
import { quantity, UNITS, type Unit } from "../core/text/quantity.ts";
import type { QueryFacts } from "./prometheus/query-facts.ts";
import { queryObserved } from "./prometheus/query-observed.ts";
import { TELLS_WINDOW, tellsWindow, windowOf } from "./prometheus/window-of.ts";
import { OVERS } from "./prometheus/sample-verdict.ts";
import { exceeds, thresholdOf, type Threshold } from "./prometheus/threshold.ts";
import { sampledAt, toldAt } from "./prometheus/sampled-at.ts";

const unsaid = z.enum(["pass", "fail", "inconclusive"]).default("inconclusive");

const args = z
  .strictObject({
    query: z
      .string()
      .min(1)
      .meta({ language: "promql" })
      .describe("the value, in PromQL; not a comparison, which returns nothing when all is well"),
    over: z.enum(OVERS).optional().describe("what to make of several series; without it several decide nothing"),
    onEmpty: unsaid.describe("the verdict when nothing is returned"),
    onNaN: unsaid.describe("the verdict when the value is not a number, as without traffic"),
    allowInfinite: z.boolean().default(false).describe("let conditions judge an infinite value; otherwise it fails"),
    window: spanMs
      .optional()
      .describe("the time that a sample describes, where that is more than the longest range in the query"),
    lookback: durationMs.prefault("1h").describe("how far back to look for the beginning of a breach"),
    unit: z.enum(UNITS).default("none").describe("what the value counts, for the summary"),
    phrase: z
      .string()
      .meta({ language: "text" })
      .optional()
      .describe('follows the value in the summary, e.g. "of lookups fail"'),
  })
  .refine(tellsWindow, TELLS_WINDOW);

/** Conditions judge one value at a time, now and in the past, and these are made of all their verdicts. */
const AFTER_VERDICT = ["onsetAt", "breachedAt", "onsetUnread", "series"];

type Args = z.infer<typeof args>;

export const prometheusQuery: Probe<Args, QueryFacts> = {
  type: "prometheus.query",
  title: "a value of Prometheus against a limit, and since when it is beyond",
  args,
  observed: queryObserved,
  afterVerdict: AFTER_VERDICT,
  passes: null,
  example: `- id: error-rate
  title: feature lookups that fail
  prometheus.query:
    query: >-
      (sum(rate(feature_lookup_errors_total[{{ window }}])) or 0 * sum(rate(feature_lookups_total[{{ window }}])))
      / sum(rate(feature_lookups_total[{{ window }}]))
    unit: ratio
    phrase: of lookups fail
    fail: value > 0.1`,
  rule: "query/4",
  async gather({ query, window, lookback }, { doors, nowMs, signal, leftMs }) {
    const prometheus = await doors.prometheus();
    const windowMs = windowOf({ query, window });
    const facts = await gatherQuery(
      prometheus,
      { query, windowMs, lookbackMs: lookback, nowMs, leftMs: leftMs?.() ?? null },
      signal,
    );
    return {
      facts,
      vantage: prometheus.vantage,
      windowStartMs: toldAt(facts.samples, nowMs) - facts.windowMs,
      sampledAtMs: sampledAt(facts.samples, nowMs, facts.takenAtMs),
    };
  },
  judge(facts, { over, onEmpty, onNaN, allowInfinite, unit, phrase }, { nowMs, expect }) {
    const threshold = thresholdOf(expect.fail);
    const judgeNumber = numberJudge(expect, threshold, facts.samples.length);
    const rules = {
      over: over ?? null,
      onEmpty,
      onNaN,
      allowInfinite,
      unit,
      phrase: phrase ?? null,
      threshold,
      judgeNumber,
    };
    const judged = judgeQuery(facts, rules, nowMs);
    const warning = judged.verdict === "pass" ? warningOf(expect, judged.observed, unit) : null;
    return warning === null ? judged : { ...judged, notes: [warning, ...judged.notes] };
  },
  equivalent({ query }, { prometheusUrl }) {
    return `promtool query instant ${shellQuote(prometheusUrl ?? "http://localhost:9090")} ${shellQuote(query)}`;
  },
};

/** The conditions over one number; a plain comparison is made here, since the past has thousands of points. Without conditions a number passes. */
function numberJudge(
  expect: JudgeContext["expect"],
  threshold: Threshold | null,
  seriesTotal: number,
): (value: number) => Verdict {
  if (expect.fail === null && expect.pass === null) return () => "pass";
  if (threshold !== null && expect.pass === null) return (value) => (exceeds(value, threshold) ? "fail" : "pass");
  return (value) => {
    const finite = Number.isFinite(value) ? value : Math.sign(value) * Number.MAX_VALUE;
    // Without AFTER_VERDICT: the same is asked of each value of the past, and what rests on what is not there is unknown.
    const observed = { value: finite, threshold: threshold?.limit ?? null, seriesTotal };
    return judgeByConditions({ ...expect, warn: null }, observed, queryObserved).verdict;
  };
}

/** What a pass should still be told: the stricter limit that its value is beyond. */
function warningOf(expect: JudgeContext["expect"], observed: JsonObject, unit: Unit): string | null {
  const { value } = observed;
  if (expect.warn === null || typeof value !== "number") return null;
  if (!judgeByConditions(expect, observed, queryObserved).warned) return null;
  const limit = thresholdOf(expect.warn);
  if (limit === null) return `warning: ${expect.warn}`;
  const side = limit.operator.startsWith(">") ? "above" : "below";
  return `warning: ${quantity(value, unit)} is ${side} ${quantity(limit.limit, unit)}`;
}
