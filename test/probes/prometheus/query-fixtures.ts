import { judgeQuery, type QueryExpectation } from "../../../src/probes/prometheus/judge-query.ts";
import type { QueryFacts } from "../../../src/probes/prometheus/query-facts.ts";

export const NOW = Date.UTC(2026, 10, 22, 3, 10, 0);
export const STEP = 2_000;

export function facts(values: readonly number[], fields: Partial<QueryFacts> = {}): QueryFacts {
  const samples = values.map((value, index) => ({ labels: { pod: `pod-${index}` }, value, atMs: NOW }));
  return {
    samples,
    warnings: [],
    infos: [],
    past: null,
    pastFailure: null,
    windowMs: 120_000,
    takenAtMs: null,
    ...fields,
  };
}

export const above: QueryExpectation = {
  over: null,
  onEmpty: "inconclusive",
  onNaN: "inconclusive",
  allowInfinite: false,
  unit: "ratio",
  phrase: "of lookups fail",
  threshold: { limit: 0.1, operator: ">" },
  judgeNumber: (value) => (value > 0.1 ? "fail" : "pass"),
};

export const judge = (given: QueryFacts, expectation: Partial<QueryExpectation> = {}) =>
  judgeQuery(given, { ...above, ...expectation }, NOW);

/** Series with a point every two seconds, the last one now; null where there was none. */
export function pastOf(...series: readonly (readonly (number | null)[])[]): NonNullable<QueryFacts["past"]> {
  const pointsOf = (values: readonly (number | null)[]) =>
    values.flatMap((value, index) =>
      value === null ? [] : [{ atMs: NOW - (values.length - 1 - index) * STEP, value }],
    );
  return { series: series.map((values) => ({ labels: {}, points: pointsOf(values) })), stepMs: STEP, endMs: NOW };
}

export const ago = (steps: number) => new Date(NOW - steps * STEP).toISOString().replace(".000Z", "Z");
