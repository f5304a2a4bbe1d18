import * as z from "zod";
import { shellQuote } from "../core/text/shell-quote.ts";
import { gatherDistribution, type DistributionFacts } from "./distribution/distribution-facts.ts";
import { distributionObserved } from "./distribution/distribution-observed.ts";
import { judgeDistribution } from "./distribution/judge-distribution.ts";
import { picksSome } from "./distribution/picks-some.ts";
import { spanMs } from "./duration-argument.ts";
import { judgeAsExpected } from "./judge-as-expected.ts";
import type { Probe } from "./probe.ts";
import { TELLS_WINDOW, tellsWindow, windowOf } from "./prometheus/window-of.ts";

/** What a query without a range is taken to describe. */
const WINDOW_MS = 300_000;

const args = z
  .strictObject({
    query: z
      .string()
      .min(1)
      .refine((query) => !picksSome(query), {
        message: "shares need all keys: leave topk and its like out, the summary names the busiest",
      })
      .meta({ language: "promql" })
      .describe("the load of each key, in PromQL, e.g. sum by (feature_group) (rate(feature_lookups_total[5m]))"),
    label: z.string().min(1).describe("the label whose values are the keys"),
    values: z
      .enum(["per-second", "count"])
      .default("per-second")
      .describe("whether the values are rates or counts of a window"),
    window: spanMs.optional().describe("the length of a window; default: the longest range in the query, else 5m"),
    windows: z.int().min(3).max(12).default(3).describe("in so many windows in a row the same key must be hot"),
    leastVolume: z
      .number()
      .positive()
      .default(1_000)
      .describe("so many events must be in a window before it says anything"),
  })
  .refine(tellsWindow, TELLS_WINDOW);

type Args = z.infer<typeof args>;

export const prometheusDistribution: Probe<Args, DistributionFacts> = {
  type: "prometheus.distribution",
  title: "how a load is spread over the values of a label, and whether one is hot",
  args,
  observed: distributionObserved,
  passes: "no key takes more than 3 times its even share, beyond chance, in each of the last windows",
  example: `- id: hot-keys
  title: lookups by feature group
  role: evidence
  prometheus.distribution:
    query: sum by (feature_group) (rate(feature_lookups_total[{{ window }}]))
    label: feature_group`,
  rule: "distribution/2",
  async gather(given, { doors, nowMs, signal }) {
    const prometheus = await doors.prometheus();
    const windowMs = windowOf(given) || WINDOW_MS;
    const facts = await gatherDistribution(prometheus, { ...given, windowMs, nowMs }, signal);
    const windowStartMs = nowMs - given.windows * windowMs - facts.ageMs;
    return { facts, vantage: prometheus.vantage, windowStartMs, sampledAtMs: nowMs };
  },
  judge(facts, { label, values, leastVolume }, { expect }) {
    const { decides, ...own } = judgeDistribution(facts, { label, values, leastVolume });
    if (!decides) return own;
    // The shares are known: where too few keys, or one window, say nothing of a hot one, conditions may still judge them.
    const hasConditions = expect.pass !== null || expect.fail !== null;
    return judgeAsExpected(hasConditions ? { ...own, verdict: "pass" } : own, expect, distributionObserved);
  },
  equivalent({ query }, { prometheusUrl }) {
    const where = shellQuote(prometheusUrl ?? "http://localhost:9090");
    return `promtool query instant ${where} ${shellQuote(`sort_desc(${query})`)}`;
  },
  quiet: ({ tooLittle }) => tooLittle === true,
};
