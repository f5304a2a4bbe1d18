import { Duration } from "@marcbachmann/cel-js/evaluator";
import { expect, test } from "vitest";
import { inWords } from "../../../src/core/conditions/in-words.ts";

test.each<[unknown, string]>([
  [null, "unknown"],
  [undefined, "unknown"],
  [true, "true"],
  [false, "false"],
  ["a word", "a word"],
  ["", ""],
  [0, "0"],
  [12n, "12"],
  [123_456, "123456"],
  [0.123_456, "0.1235"],
  [-2.5, "-2.5"],
  [new Date("2026-03-01T03:06:40Z"), "2026-03-01T03:06:40Z"],
  [new Date("2026-03-01T03:06:40.250Z"), "2026-03-01T03:06:40.250Z"],
  [["a", 2, null, [true]], "a, 2, unknown, true"],
  [{ OOMKilled: 2, Error: 1 }, "OOMKilled, Error"],
])("%s is said as: %s", (value, words) => {
  expect(inWords(value)).toBe(words);
});

test.each([
  [0, "0 s"],
  [1_499, "1 s"],
  [1_500, "2 s"],
  [90_000, "90 s"],
  [119_000, "119 s"],
  [120_000, "2 min"],
  [-120_000, "2 min"],
  [150_000, "2 min 30 s"],
  [12 * 60_000, "12 min"],
  [3 * 3_600_000, "3 h"],
  [3 * 3_600_000 + 5 * 60_000 + 7_000, "3 h 5 min"],
  [26 * 3_600_000 + 1_000, "1 d 2 h"],
])("a duration of %i ms is said as %s, by its two largest units", (ms, words) => {
  expect(inWords(Duration.fromMilliseconds(ms))).toBe(words);
});
