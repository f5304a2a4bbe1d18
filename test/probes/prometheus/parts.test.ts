import { expect, test } from "vitest";
import { prometheusBaseline } from "../../../src/probes/prometheus-baseline.ts";
import { prometheusDistribution } from "../../../src/probes/prometheus-distribution.ts";
import { prometheusQuery } from "../../../src/probes/prometheus-query.ts";
import { tellsWindow, windowOf } from "../../../src/probes/prometheus/window-of.ts";
import { rangeStepMs } from "../../../src/probes/prometheus/gather-query.ts";
import { quantity } from "../../../src/core/text/quantity.ts";
import { queryWindowMs } from "../../../src/probes/prometheus/query-window.ts";
import { exceeds, thresholdOf } from "../../../src/probes/prometheus/threshold.ts";

test.each([
  ["up", 0],
  ["sum(rate(errors[2m])) / sum(rate(total[5m]))", 300_000],
  ["rate(errors[2m] offset 1h)", 3_720_000],
  ["max_over_time(rate(errors[2m])[30m:1m])", 1_920_000],
  ["rate(errors[1h30m])", 5_400_000],
  ["errors offset -5m", 0],
  ["errors offset 1e2", 100_000],
  ["rate(errors[300])", 300_000],
  ["rate(errors[1e3])", 1_000_000],
  ["rate(errors[0x1e])", 30_000],
  ["rate(errors[ 1.5 ])", 1_500],
  ["max_over_time(rate(errors[2m])[30m:step()])", 1_920_000],
  ["rate(errors[2m] @ end())", 120_000],
  ["errors @ start()", 0],
  ["rate(errors[5m + 5m])", null],
  ["rate(errors[2*5m])", null],
  ["rate(errors[step()])", null],
  ["rate(errors[-5m])", null],
  ["rate(errors[Inf])", null],
  ["errors offset (5m + 5m)", null],
  ["errors @ 1700000000", null],
  ["1 + rate(errors[2m] @ 1700000000 offset 5m)", null],
  ["rate(errors[5i])", null],
  ["this is ( not PromQL", null],
])("the window of %s", (query, ms) => {
  expect(queryWindowMs(query)).toBe(ms);
});

test.each([
  ["value > 0.1", { limit: 0.1, operator: ">" }],
  ["  value<=-3e-2 ", { limit: -0.03, operator: "<=" }],
  ["value >= 3", { limit: 3, operator: ">=" }],
  ["value < 3", { limit: 3, operator: "<" }],
  ["0.5 > value", { limit: 0.5, operator: "<" }],
  ["0.5 >= value", { limit: 0.5, operator: "<=" }],
  ["0.5 < value", { limit: 0.5, operator: ">" }],
  [" 1.5e3 <= value ", { limit: 1_500, operator: ">=" }],
  ["1 < value < 3", null],
  ["value > 0.1 && seriesTotal > 1", null],
  ["other.value > 0.1", null],
  ["value > limit", null],
  ["limit < value", null],
  ["0.5 < limit", null],
  ["0.5 < 1", null],
  [null, null],
])("the threshold in %s", (condition, threshold) => {
  expect(thresholdOf(condition)).toEqual(threshold);
});

test.each([
  [">", [false, false, true]],
  [">=", [false, true, true]],
  ["<", [true, false, false]],
  ["<=", [true, true, false]],
] as const)("below, at and above a limit by %s", (operator, expected) => {
  expect([1, 2, 3].map((value) => exceeds(value, { limit: 2, operator }))).toEqual(expected);
});

test.each([
  [0.372, "ratio", "37.2 %"],
  [0.1, "ratio", "10 %"],
  [0.0005, "ratio", "0.05 %"],
  [0.0124, "seconds", "12.4 ms"],
  [90, "seconds", "90 s"],
  [600, "seconds", "10 min"],
  [1_610_612_736, "bytes", "1.5 GiB"],
  [0, "bytes", "0 B"],
  [360.4, "per-second", "360 /s"],
  [1234, "none", "1234"],
  [Number.POSITIVE_INFINITY, "ratio", "+Inf"],
  [Number.NaN, "seconds", "NaN"],
] as const)("%d as %s", (value, unit, text) => {
  expect(quantity(value, unit)).toBe(text);
});

test.each([
  ["a sixtieth of the window", 120_000, 3_600_000, 2_000],
  ["at least a second", 0, 3_600_000, 1_000],
  ["whole seconds", 100_000, 3_600_000, 2_000],
  ["never more points than Prometheus gives", 60_000, 86_400_000, 9_000],
])("the step: %s", (_name, windowMs, lookbackMs, stepMs) => {
  expect(rangeStepMs(windowMs, lookbackMs)).toBe(stepMs);
  expect(lookbackMs / rangeStepMs(windowMs, lookbackMs)).toBeLessThan(11_000);
});

test("a query that does not tell how far back it looks needs a window that does", () => {
  expect(tellsWindow({ query: "rate(errors[2 * 5m])" })).toBe(false);
  expect(() => windowOf({ query: "rate(errors[2 * 5m])" })).toThrow("how far back the query looks cannot be told");
  const told = { query: "rate(errors[2 * 5m])", window: 600_000 };
  expect([tellsWindow(told), windowOf(told)]).toEqual([true, 600_000]);
  expect([tellsWindow({ query: "up" }), windowOf({ query: "up" })]).toEqual([true, 0]);
  // What a rule recorded looks back by itself; a range that is longer than what the check says is as long as it is, but for what it is compared with.
  const queries = ["errors:rate5m", "rate(errors[5m])", "rate(errors[1m]) / rate(errors[1m] offset 1d)"];
  expect(queries.map((query) => windowOf({ query, window: 120_000 }))).toEqual([120_000, 300_000, 120_000]);
  expect(windowOf({ query: "rate(errors[5m]) / rate(errors[5m] offset 1d)", window: 120_000 })).toBe(300_000);
});

test.each([
  [prometheusQuery, {}],
  [prometheusBaseline, {}],
  [prometheusDistribution, { label: "feature_group" }],
])("and is refused where its check is read", ({ args }, others) => {
  const query = "sum by (feature_group) (rate(lookups_total[2 * 5m]))";
  const problems = (given: object) => args.safeParse({ query, ...others, ...given }).error?.issues ?? [];
  expect(problems({}).map(({ path, message }) => [path.join("."), message])).toEqual([
    [
      "query",
      "how far back it looks cannot be told: correct its PromQL, write its ranges as plain durations, or give `window`",
    ],
  ]);
  expect(problems({ window: "10m" })).toEqual([]);
});
