import { expect, test } from "vitest";
import { sampledAt, toldAt } from "../../../src/probes/prometheus/sampled-at.ts";

const NOW = 1_700_000_000_000;

test.each([
  ["as Prometheus says", -2_000, NOW - 2_000],
  ["as Prometheus says, half a minute ago", -30_000, NOW - 30_000],
  ["now, by a clock that is a little ahead", 29_000, NOW],
  ["now, by one that is half a minute ahead", 30_000, NOW],
  ["now, by a clock that is far behind", -30_001, NOW],
  ["now, by a clock that is far ahead", 3_600_000, NOW],
])("samples are told %s", (_, byMs, expected) => {
  expect(toldAt([{ atMs: NOW + byMs }], NOW)).toBe(expected);
});

test("none are none of now", () => {
  expect(toldAt([], NOW)).toBe(NOW);
});

test.each([
  ["when they are told, where they move with that", -2_000, null, NOW - 2_000],
  ["when they were scraped", -2_000, NOW - 40_000, NOW - 40_000],
  [
    "when they were scraped, by the clock here where the other one is far ahead",
    3_600_000,
    NOW + 3_590_000,
    NOW - 10_000,
  ],
  ["when they were scraped, by the clock here where the other one is far behind", -60_000, NOW - 90_000, NOW - 30_000],
  ["no later than now", 5_000, NOW + 4_000, NOW],
])("samples are taken %s", (_, byMs, takenAtMs, expected) => {
  expect(sampledAt([{ atMs: NOW + byMs }], NOW, takenAtMs)).toBe(expected);
});
