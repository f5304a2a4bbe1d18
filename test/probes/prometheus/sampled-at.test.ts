import { expect, test } from "vitest";
import { sampledAt } from "../../../src/probes/prometheus/sampled-at.ts";

const NOW = 1_700_000_000_000;

test.each([
  ["as Prometheus says", -2_000, NOW - 2_000],
  ["as Prometheus says, half a minute ago", -30_000, NOW - 30_000],
  ["now, by a clock that is a little ahead", 29_000, NOW],
  ["now, by one that is half a minute ahead", 30_000, NOW],
  ["now, by a clock that is far behind", -30_001, NOW],
  ["now, by a clock that is far ahead", 3_600_000, NOW],
])("samples are taken %s", (_, byMs, expected) => {
  expect(sampledAt([{ atMs: NOW + byMs }], NOW)).toBe(expected);
});

test("none are none of now", () => {
  expect(sampledAt([], NOW)).toBe(NOW);
});
