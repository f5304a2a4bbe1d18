import { describe, expect, test } from "vitest";
import type { BaselineRules } from "../../../src/probes/baseline/judge-baseline.ts";
import { judge } from "./judged.ts";

describe("what decides nothing", () => {
  const days = [[90], [100], [120]];
  test.each<[string, readonly number[], readonly (readonly number[])[], Partial<BaselineRules>, string]>([
    ["no series now", [], days, {}, "the query returned nothing: no such series, or no traffic"],
    [
      "several, and no word on them",
      [1, 2],
      days,
      {},
      "the query returned 2 series, and the check does not say what to make of them (over: max, min or sum)",
    ],
    ["NaN", [Number.NaN], days, {}, "the value is not a finite number: no traffic, most likely"],
    [
      "several of which one is infinite",
      [1, Infinity],
      days,
      { over: "sum" },
      "the value is not a finite number: no traffic, most likely",
    ],
    [
      "too few earlier values",
      [7],
      [[90], [100], [120], [], [Number.NaN]],
      { atLeast: 4 },
      "7, and too little to compare it with: 3 of 5 earlier values are there",
    ],
  ])("%s", (_what, now, before, rules, summary) => {
    const judged = judge(now, before, rules);
    expect(judged).toMatchObject({ decides: false, verdict: "inconclusive", summary });
    expect(judged.observed).toMatchObject({ ratio: null, difference: null, zScore: null });
  });

  test.each([
    [[0], [0, 0, 0], "5; a ratio to 0 before (median of 24 h, 2 days, 3 days ago) says nothing"],
    [[-2], [-2, -2, -2], "5; a ratio to -2 before (median of 24 h, 2 days, 3 days ago) says nothing"],
  ])("a ratio to %j, while the difference is there for a condition", ([before = 0], values, summary) => {
    const judged = judge(
      [5],
      values.map((value) => [value]),
    );
    expect(judged).toMatchObject({ decides: true, verdict: "inconclusive", summary, notes: [] });
    expect(judged.observed).toMatchObject({ ratio: null, baseline: before, difference: 5 - before });
  });

  test("what Prometheus warns about, which is said", () => {
    const warnings = ["w1", "w2", "w3", "w4", "w5", "w6"];
    const judged = judge([200], [[100]], {}, { warnings });
    expect(judged).toMatchObject({ decides: false, verdict: "inconclusive" });
    expect(judged.summary).toBe("200, 2.00 times the 100 of 24 h before, but Prometheus warns about its answer");
    expect(judged.evidence.slice(-5)).toEqual(
      warnings.slice(0, 5).map((value) => ({ what: "Prometheus warns", value })),
    );
    expect(judge([200], [[0]], {}, { warnings }).summary).toBe(
      "200; a ratio to 0 of 24 h before says nothing, but Prometheus warns about its answer",
    );
  });

  test("as few earlier values as are wanted are enough", () => {
    expect(judge([7], [[100], [100], []], { atLeast: 2 })).toMatchObject({ decides: true, verdict: "pass" });
  });
});

describe("notes", () => {
  test("say which earlier values are missing, and at most three remarks of Prometheus's", () => {
    const infos = ["i1", "i2", "i3", "i4"];
    expect(judge([5], [[1], [], [1], []], {}, { infos }).notes).toEqual([
      "i1",
      "i2",
      "i3",
      "no value 2 days, 4 days ago: is that beyond Prometheus's retention, or was there no traffic?",
    ]);
  });

  test.each([
    ["three that are the same", [[4], [4], [4]], 1],
    ["two, which are too few to tell", [[4], [4]], 0],
    ["three that differ", [[3], [4], [5]], 0],
    ["three that are zero, where no ratio is told either", [[0], [0], [0]], 0],
  ])("of %s: whether a z-score says nothing for that", (_what, before, count) => {
    expect(judge([5], before).notes).toEqual(
      ["the earlier values hardly differ: a z-score says nothing"].slice(0, count),
    );
  });
});
