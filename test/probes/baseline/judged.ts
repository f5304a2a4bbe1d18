import type { PrometheusSample } from "../../../src/clients/prometheus-client.ts";
import type { BaselineFacts } from "../../../src/probes/baseline/baseline-facts.ts";
import { baselineObserved } from "../../../src/probes/baseline/baseline-observed.ts";
import { type BaselineRules, judgeBaseline } from "../../../src/probes/baseline/judge-baseline.ts";

export const NOW = Date.parse("2026-11-22T03:00:00Z");
export const DAY = 86_400_000;

function samples(values: readonly number[], atMs: number): readonly PrometheusSample[] {
  return values.map((value) => ({ labels: {}, value, atMs }));
}

/** What the query gives now, and one, two, … days before. */
export function judge(
  now: readonly number[],
  before: readonly (readonly number[])[],
  rules: Partial<BaselineRules> = {},
  facts: Partial<BaselineFacts> = {},
) {
  const judged = judgeBaseline(
    {
      samples: samples(now, NOW),
      earlier: before.map((values, index) => {
        const offsetMs = (index + 1) * DAY;
        return { offsetMs, atMs: NOW - offsetMs, samples: samples(values, NOW - offsetMs) };
      }),
      warnings: [],
      infos: [],
      ageMs: 0,
      takenAtMs: null,
      ...facts,
    },
    { over: null, atLeast: 1, unit: "none", phrase: null, ...rules },
  );
  return { ...judged, observed: baselineObserved.parse(judged.observed) };
}
