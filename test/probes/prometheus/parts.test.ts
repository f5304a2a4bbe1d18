import { expect, test } from "vitest";
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
  ["this is ( not PromQL", 0],
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
