import { expect, test } from "vitest";
import { DAY, judge, NOW } from "./judged.ts";

test("a value and three days before: the whole judgement", () => {
  // Median 100, deviations 10 0 20, their median 10: 50 / 14.826.
  const { observed, evidence, ...rest } = judge([150], [[90], [100], [120]], { unit: "count", phrase: "lookups" });
  const { zScore, ...plain } = observed;
  expect(rest).toEqual({
    decides: true,
    verdict: "pass",
    summary: "150 lookups, 1.50 times the 100 before (median of 24 h, 2 days, 3 days ago)",
    flip: null,
    notes: [],
  });
  expect(zScore).toBeCloseTo(50 / 14.826, 4);
  expect(plain).toEqual({
    value: 150,
    baseline: 100,
    ratio: 1.5,
    difference: 50,
    samples: 3,
    expectedSamples: 3,
    earlier: [
      { offsetSeconds: 86_400, at: "2026-11-21T03:00:00Z", value: 90 },
      { offsetSeconds: 172_800, at: "2026-11-20T03:00:00Z", value: 100 },
      { offsetSeconds: 259_200, at: "2026-11-19T03:00:00Z", value: 120 },
    ],
  });
  expect(evidence).toEqual([
    { what: "value", value: 150, unit: "count", atMs: NOW },
    { what: "baseline", value: 100, unit: "count" },
    { what: "value / baseline", value: 1.5 },
    { what: "robust z-score", value: zScore },
    { what: "value before", value: 90, unit: "count", atMs: NOW - DAY },
    { what: "value before", value: 100, unit: "count", atMs: NOW - 2 * DAY },
    { what: "value before", value: 120, unit: "count", atMs: NOW - 3 * DAY },
  ]);
});

test("a plain number has no unit, and one earlier time is said as it is", () => {
  const { summary, evidence } = judge([4], [[8]]);
  expect(summary).toBe("4, 0.50 times the 8 of 24 h before");
  expect(evidence.slice(0, 2)).toEqual([
    { what: "value", value: 4, atMs: NOW },
    { what: "baseline", value: 8 },
  ]);
});

test.each([
  [1_000, 100, "10 times"],
  [999, 100, "9.99 times"],
  [10, 100, "0.10 times"],
  [9.94, 100, "0.099 times"],
  [0.5, 100, "0.0050 times"],
])("%d against %d is said as %s", (value, before, words) => {
  expect(judge([value], [[before]]).summary).toContain(`${words} the 100 of 24 h before`);
});

test("up to four earlier times are named, more are counted", () => {
  expect(judge([1], [[1], [1], [1], [1]]).summary).toContain("before (median of 24 h, 2 days, 3 days, 4 days ago)");
  expect(judge([1], [[1], [1], [1], [1], [1]]).summary).toBe(
    "1, 1.00 times the 1 of the same time before (median of 5)",
  );
});

test.each([
  ["max", 5, 4],
  ["min", 1, 2],
  ["sum", 6, 6],
] as const)("several series come to their %s, now and before", (over, value, baseline) => {
  expect(judge([1, 5], [[2, 4]], { over }).observed).toMatchObject({ value, baseline });
});

test("one series needs no word on several", () => {
  expect(judge([5], [[1, 2]], { over: null, atLeast: 1 }).observed).toMatchObject({ value: 5, baseline: null });
});

test("only ten earlier values stand in the evidence, and all in what was observed", () => {
  const { evidence, observed } = judge(
    [1],
    Array.from({ length: 12 }, () => [1]),
  );
  expect(evidence.filter(({ what }) => what === "value before")).toHaveLength(10);
  expect(observed.earlier).toHaveLength(12);
});

test("without a value now there is no time of it", () => {
  expect(judge([], [[1]]).evidence[0]).toEqual({ what: "value", value: null });
});
