import { expect, it } from "vitest";
import { quantity, type Unit } from "../../../src/core/text/quantity.ts";

it.each<[number, Unit, string]>([
  // A ratio is said in percent, to three significant digits.
  [0.372, "ratio", "37.2 %"],
  [1, "ratio", "100 %"],
  [0.000_123_4, "ratio", "0.0123 %"],
  // Below a second, two minutes and two hours the smaller unit is easier to read.
  [0, "seconds", "0 ms"],
  [0.0124, "seconds", "12.4 ms"],
  [0.999, "seconds", "999 ms"],
  [1, "seconds", "1 s"],
  [90.25, "seconds", "90.3 s"],
  [119, "seconds", "119 s"],
  [120, "seconds", "2 min"],
  [7_140, "seconds", "119 min"],
  [7_200, "seconds", "2 h"],
  [90_000, "seconds", "25 h"],
  [-0.25, "seconds", "-250 ms"],
  [-180, "seconds", "-3 min"],
  [-7_200, "seconds", "-2 h"],
  // Powers of 1024.
  [0, "bytes", "0 B"],
  [0.5, "bytes", "0.5 B"],
  [1_023, "bytes", "1023 B"],
  [1_024, "bytes", "1 KiB"],
  [1_572_864, "bytes", "1.5 MiB"],
  [3 * 1_024 ** 3, "bytes", "3 GiB"],
  [1_024 ** 4, "bytes", "1 TiB"],
  [2_048 * 1_024 ** 4, "bytes", "2048 TiB"],
  [-2_048, "bytes", "-2 KiB"],
  [360, "per-second", "360 /s"],
  [0.125, "per-second", "0.125 /s"],
  [1_234, "count", "1234"],
  [12.345, "none", "12.3"],
  // Whole numbers are never rounded, others from a thousand on to whole ones.
  [999_999_999_999_999, "count", "999999999999999"],
  [-1_234_567, "count", "-1234567"],
  [999.4, "none", "999"],
  [1_000.4, "none", "1000"],
  [1_234.5678, "none", "1235"],
  [-12_345.6, "none", "-12346"],
  // As Prometheus writes them, whatever the unit.
  [Number.NaN, "bytes", "NaN"],
  [Number.POSITIVE_INFINITY, "seconds", "+Inf"],
  [Number.NEGATIVE_INFINITY, "ratio", "-Inf"],
])("%d as %s is %s", (value, unit, said) => {
  expect(quantity(value, unit)).toBe(said);
});
