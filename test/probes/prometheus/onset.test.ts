import { describe, expect, test } from "vitest";
import type { QueryExpectation } from "../../../src/probes/prometheus/judge-query.ts";
import type { QueryFacts } from "../../../src/probes/prometheus/query-facts.ts";
import { ago, facts, judge, NOW, pastOf } from "./query-fixtures.ts";

const onset = (
  past: NonNullable<QueryFacts["past"]>,
  now: readonly number[] = [0.372],
  expectation: Partial<QueryExpectation> = {},
) => judge(facts(now, { past }), expectation).observed["onsetAt"];

describe("the past and the present sample", () => {
  test("where the past was good to its end, it begins with the present sample", () => {
    expect(onset(pastOf([0.02, 0.02]))).toBe(ago(0));
  });

  test("two points may be missing before now, and three are a gap", () => {
    expect(onset(pastOf([0, 0.3, null, null]))).toBe(ago(2));
    expect(onset(pastOf([0, 0.3, null, null, null]))).toBeNull();
  });

  test("an answer may have taken half a minute, and no longer", () => {
    const later = (ms: number) => {
      const samples = [{ labels: {}, value: 0.372, atMs: NOW + ms }];
      return judge(facts([], { past: pastOf([0, 0.3, 0.3]), samples })).observed["onsetAt"];
    };
    expect(later(30_000)).toBe(ago(1));
    expect(later(30_001)).toBeNull();
  });

  test("nothing at all may be a fail, and has no beginning", () => {
    const judged = judge(facts([], { past: pastOf([0.3, 0.3]) }), { over: "max", onEmpty: "fail" });
    expect(judged.verdict).toBe("fail");
    expect(judged.observed).toMatchObject({ onsetAt: null, breachedAt: null, value: null });
  });
});

describe("of several series", () => {
  test.each([
    ["any", pastOf([0.02, 0.5, 0.5, 0.5], [0.02, 0.02, 0.02, 0.02]), 2],
    ["any", pastOf([0.02, 0.02, 0.02, 0.02], [0.02, 0.5, 0.5, 0.5]), 2],
    ["all", pastOf([0.5, 0.5, 0.5, 0.5], [0.02, 0.02, 0.5, 0.5]), 1],
    ["sum", pastOf([0.04, 0.06, 0.06, 0.06], [0.05, 0.06, 0.06, 0.06]), 2],
  ] as const)("%s, whichever comes first", (over, past, steps) => {
    expect(onset(past, [0.5, 0.5], { over })).toBe(ago(steps));
  });

  test("one that began later takes its place among the older ones", () => {
    expect(onset(pastOf([null, null, 0.5, 0.5], [0.02, 0.02, 0.02, 0.02]), [0.5, 0.02], { over: "max" })).toBe(ago(1));
  });

  test("one that is no number for a while ends no breach of another", () => {
    const past = pastOf([0.02, 0.5, 0.5, 0.5, 0.5], [0.02, 0.02, Number.NaN, Number.NaN, 0.02]);
    expect(onset(past, [0.5, 0.02], { over: "any" })).toBe(ago(3));
  });

  // Two that came to 0.12 together and are one of 0.12 now: it is the sum that breaches without a break.
  test("what `over` makes of them holds too where one alone is left", () => {
    expect(onset(pastOf([0.04, 0.06, 0.06, null], [0.04, 0.06, 0.06, 0.12]), [0.12], { over: "sum" })).toBe(ago(2));
    expect(onset(pastOf([0.5, 0.5, 0.5, null], [0.02, 0.02, 0.5, 0.5]), [0.5], { over: "all" })).toBe(ago(1));
  });

  test("without a word on them, any of those that there were counts where one alone is left", () => {
    expect(onset(pastOf([0.02, 0.5, 0.5, null], [0.02, 0.02, 0.02, 0.5]), [0.5])).toBe(ago(2));
  });
});

test("points come every step, and one that is left out is a gap", () => {
  const { observed } = judge(facts([0.5], { past: pastOf([0.02, 0.5, null, 0.5, 0.5]) }));
  expect(observed).toMatchObject({ onsetAt: null, breachedAt: ago(1) });
});
