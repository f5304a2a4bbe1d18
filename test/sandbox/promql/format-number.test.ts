import { expect, it } from "vitest";
import { formatSampleTime, formatSampleValue } from "../../../src/sandbox/promql/promql.ts";

// What Go's strconv.FormatFloat(v, 'f', -1, 64) prints, or 'e' below 1e-6 and from 1e21 on.
it.each([
  [0, "0"],
  [-0, "-0"],
  [0.1, "0.1"],
  [1e-6, "0.000001"],
  [1e-7, "1e-07"],
  [-2.5e-12, "-2.5e-12"],
  [123_456_789_012, "123456789012"],
  [1e20, "100000000000000000000"],
  [1e21, "1e+21"],
  [5e-324, "5e-324"],
  [Number.NaN, "NaN"],
  [Number.POSITIVE_INFINITY, "+Inf"],
  [Number.NEGATIVE_INFINITY, "-Inf"],
])("prints the value %s as %s", (value, text) => {
  expect(formatSampleValue(value)).toBe(text);
});

it.each([
  [1_700_000_000_000, "1700000000"],
  [1_700_000_000_007, "1700000000.007"],
  [1_700_000_000_500, "1700000000.500"],
  [-1_250, "-1.250"],
])("prints the time %s ms as %s", (tMs, text) => {
  expect(formatSampleTime(tMs)).toBe(text);
});
