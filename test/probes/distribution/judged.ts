import type { DistributionFacts } from "../../../src/probes/distribution/distribution-facts.ts";
import { distributionObserved } from "../../../src/probes/distribution/distribution-observed.ts";
import { type DistributionRules, judgeDistribution } from "../../../src/probes/distribution/judge-distribution.ts";

export const NOW = Date.parse("2026-11-22T03:00:00Z");
export const WINDOW = 300_000;

/** The counts of each key, newest window first; the keys are called g0, g1, … */
export function judge(
  windows: readonly (readonly number[])[],
  rules: Partial<DistributionRules> = {},
  facts: Partial<DistributionFacts> = {},
) {
  const judged = judgeDistribution(
    {
      keys: (windows[0] ?? []).map((_, index) => `g${index}`),
      windows: windows.map((values, index) => ({ endAtMs: NOW - index * WINDOW, values })),
      windowMs: WINDOW,
      warnings: [],
      infos: [],
      ageMs: 0,
      ...facts,
    },
    { label: "feature_group", values: "count", leastVolume: 1_000, ...rules },
  );
  return { ...judged, observed: distributionObserved.parse(judged.observed) };
}
