import fc from "fast-check";
import { expect, test } from "vitest";
import { formatDuration, parseDuration } from "../../src/core/duration.ts";

test.each([
  ["90s", 90_000],
  ["2m", 120_000],
  ["1h30m", 5_400_000],
  ["7d", 604_800_000],
  ["1w", 604_800_000],
  ["1y", 31_536_000_000],
  ["250ms", 250],
  ["1m5ms", 60_005],
  ["0s", 0],
])("%s is %i ms", (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each(["", "5", "m", "1m1h", "1s1s", "-1s", "1.5h", "1 h", "1H", "99999999999999y", `${"1".repeat(80)}s`])(
  "%j is no duration",
  (text) => {
    expect(parseDuration(text)).toBeNull();
  },
);

test.each([
  [0, "0s"],
  [90_000, "1m30s"],
  [120_000, "2m"],
  [604_800_000, "7d"],
  [3_600_001, "1h1ms"],
])("%i ms is written %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test("what is written is read again", () => {
  fc.assert(fc.property(fc.nat(2 ** 31), (ms) => parseDuration(formatDuration(ms)) === ms));
});
