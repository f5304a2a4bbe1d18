import { expect, test } from "vitest";
import { prometheusQuery } from "../../src/probes/prometheus-query.ts";
import type { QueryFacts } from "../../src/probes/prometheus/query-facts.ts";

const NOW = 1_700_000_000_000;
const args = prometheusQuery.args.parse({ query: "x", unit: "ratio" });

function judge(values: readonly number[], conditions: { pass?: string; fail?: string; warn?: string }, given = args) {
  const samples = values.map((value) => ({ labels: {}, value, atMs: NOW }));
  const facts: QueryFacts = {
    samples,
    warnings: [],
    infos: [],
    past: null,
    pastFailure: null,
    windowMs: 0,
    takenAtMs: null,
  };
  return prometheusQuery.judge(facts, given, {
    nowMs: NOW,
    expect: { pass: null, fail: null, warn: null, ...conditions },
  });
}

test.each([
  ["beyond the fail limit", 0.2, "fail"],
  ["in the gap between both", 0.07, "inconclusive"],
  ["below the pass limit", 0.01, "pass"],
])("a value %s", (_name, value, verdict) => {
  expect(judge([value], { pass: "value < 0.05", fail: "value > 0.1" }).verdict).toBe(verdict);
});

test("fail wins where both hold", () => {
  expect(judge([0.5], { pass: "value > 0.2", fail: "value > 0.1" }).verdict).toBe("fail");
});

test("a condition that is more than a comparison is evaluated as it stands", () => {
  const condition = { fail: "value > 0.1 && seriesTotal == 1" };
  expect(judge([0.2], condition)).toMatchObject({ verdict: "fail", observed: { threshold: null } });
  const over = prometheusQuery.args.parse({ query: "x", over: "max" });
  expect(judge([0.2, 0.3], condition, over).verdict).toBe("pass");
});

test.each(["series.exists(s, s.value > 10)", "onsetUnread", "onsetAt == null", "breachedAt != null"])(
  "what only the verdict tells is unknown to the condition that makes it: %s",
  (condition) => {
    expect(judge([99], { fail: condition }).verdict).toBe("inconclusive");
    expect(judge([99], { pass: condition }).verdict).toBe("inconclusive");
  },
);

test("a warning reads all that was observed", () => {
  expect(judge([0.05], { fail: "value > 0.1", warn: "series.exists(s, s.value > 0.01)" }).notes).toEqual([
    "warning: series.exists(s, s.value > 0.01)",
  ]);
});

test("without conditions a number passes and NaN does not", () => {
  expect(judge([3], {}).verdict).toBe("pass");
  expect(judge([Number.NaN], {}).verdict).toBe("inconclusive");
});

test("a pass beyond the warning's limit says so, in the unit", () => {
  expect(judge([0.0052], { fail: "value > 0.1", warn: "value > 0.001" }).notes).toEqual([
    "warning: 0.52 % is above 0.1 %",
  ]);
  expect(judge([0.0005], { fail: "value > 0.1", warn: "value > 0.001" }).notes).toEqual([]);
  expect(judge([0.2], { fail: "value > 0.1", warn: "value > 0.001" }).notes.join()).not.toContain("warning");
});
