import * as z from "zod";
import { shellQuote } from "../core/text/shell-quote.ts";
import { gatherBaseline, type BaselineFacts } from "./baseline/baseline-facts.ts";
import { baselineObserved } from "./baseline/baseline-observed.ts";
import { judgeBaseline } from "./baseline/judge-baseline.ts";
import { durationMs, spanMs } from "./duration-argument.ts";
import { judgeAsExpected } from "./judge-as-expected.ts";
import type { Probe } from "./probe.ts";
import { UNITS } from "../core/text/quantity.ts";
import { TELLS_WINDOW, tellsWindow, windowOf } from "./prometheus/window-of.ts";
import { sampledAt, toldAt } from "./prometheus/sampled-at.ts";

/** Each is a query of its own. */
const OFFSETS_MOST = 31;

const against = z
  .union([durationMs.transform((offset) => [offset]), z.array(durationMs).min(1).max(OFFSETS_MOST)])
  .refine((offsets) => offsets.every((offset) => offset > 0), { message: "each must be longer than nothing" })
  .refine((offsets) => new Set(offsets).size === offsets.length, { message: "name each only once" })
  .prefault(["1d", "2d", "3d", "1w"]);

const args = z
  .strictObject({
    query: z
      .string()
      .min(1)
      .meta({ language: "promql" })
      .describe("the value, in PromQL, without an offset: it is evaluated now and at the earlier times"),
    against: against.describe("how long before now to look: one duration or several, e.g. [1d, 2d, 3d, 1w]"),
    atLeast: z
      .int()
      .positive()
      .optional()
      .describe("so many earlier values must be there; default: more than half of them"),
    over: z
      .enum(["max", "min", "sum"])
      .optional()
      .describe("what to make of several series; without it several decide nothing"),
    window: spanMs
      .optional()
      .describe("the time that a sample describes, where that is more than the longest range in the query"),
    unit: z.enum(UNITS).default("none").describe("what the value counts, for the summary"),
    phrase: z
      .string()
      .meta({ language: "text" })
      .optional()
      .describe('follows the value in the summary, e.g. "of lookups"'),
  })
  .refine(tellsWindow, TELLS_WINDOW);

type Args = z.infer<typeof args>;

export const prometheusBaseline: Probe<Args, BaselineFacts> = {
  type: "prometheus.baseline",
  title: "a value of Prometheus against its own past at the same time of day",
  args,
  observed: baselineObserved,
  passes: null,
  example: `- id: traffic
  title: lookups against the days before
  prometheus.baseline:
    query: sum(rate(feature_lookups_total[{{ window }}]))
    against: [1d, 2d, 3d, 1w]
    unit: per-second
    phrase: lookups
    fail: ratio > 2`,
  rule: "baseline/2",
  async gather({ query, against, window }, { doors, nowMs, signal }) {
    const prometheus = await doors.prometheus();
    const facts = await gatherBaseline(prometheus, { query, offsetsMs: against, nowMs }, signal);
    return {
      facts,
      vantage: prometheus.vantage,
      windowStartMs: toldAt(facts.samples, nowMs) - windowOf({ query, window }) - facts.ageMs,
      sampledAtMs: sampledAt(facts.samples, nowMs, facts.takenAtMs),
    };
  },
  judge(facts, { against, atLeast, over, unit, phrase }, { expect }) {
    const needed = Math.min(atLeast ?? Math.floor(against.length / 2) + 1, against.length);
    const { decides, ...own } = judgeBaseline(facts, {
      over: over ?? null,
      atLeast: needed,
      unit,
      phrase: phrase ?? null,
    });
    if (!decides) return own;
    // Both values are known: where a ratio says nothing, conditions may still judge the difference.
    const hasConditions = expect.pass !== null || expect.fail !== null;
    return judgeAsExpected(hasConditions ? { ...own, verdict: "pass" } : own, expect, baselineObserved);
  },
  equivalent({ query, against }, { prometheusUrl }) {
    const ask = `promtool query instant --time="$(($(date +%s) - ago))"`;
    const where = shellQuote(prometheusUrl ?? "http://localhost:9090");
    const agos = [0, ...against.map((offset) => Math.round(offset / 1_000))];
    return `for ago in ${agos.join(" ")}; do ${ask} ${where} ${shellQuote(query)}; done`;
  },
};
