import { describe, expect, test } from "vitest";
import { z } from "zod";
import { judgeByConditions } from "../../../src/core/conditions/judge-by-conditions.ts";

const schema = z.object({ value: z.number().nullable(), ready: z.int(), onsetAt: z.iso.datetime().nullable() });
const judge = (
  conditions: { pass?: string; fail?: string; warn?: string },
  observed: Record<string, number | string | null>,
) => judgeByConditions({ pass: null, fail: null, warn: null, ...conditions }, observed, schema);

describe("verdict", () => {
  test.each([
    [{ fail: "value > 0.1" }, { value: 0.3 }, "fail"],
    [{ fail: "value > 0.1" }, { value: 0.1 }, "pass"],
    [{ fail: "value > 0.1" }, { value: null }, "inconclusive"],
    [{ fail: "value > 0.1" }, { value: NaN }, "inconclusive"],
    [{ pass: "value < 5" }, { value: NaN }, "inconclusive"],
    [{ fail: "value != 3" }, { value: NaN }, "inconclusive"],
    [{ fail: "value > 0.1" }, {}, "inconclusive"],
    [{ pass: "ready >= 3" }, { ready: 3 }, "pass"],
    [{ pass: "ready >= 3" }, { ready: 2 }, "fail"],
    [{ pass: "value < 1", fail: "value > 2" }, { value: 1.5 }, "inconclusive"],
    [{ pass: "value < 1", fail: "value > 0.5" }, { value: 0.7 }, "fail"],
    [{ pass: "value < 1", fail: "ready == 0" }, { value: 0.5, ready: 4 }, "pass"],
    [{ pass: "value < 1", fail: "ready == 0" }, { value: 0.5 }, "inconclusive"],
    [{ fail: "ready - 1 < 2" }, { ready: 2 }, "fail"],
    [{ fail: "onsetAt != null" }, { onsetAt: null }, "pass"],
    [{ fail: "onsetAt < timestamp('2026-01-01T00:00:00Z')" }, { onsetAt: "2025-06-01T00:00:00Z" }, "fail"],
    [{ fail: "onsetAt < timestamp('2026-01-01T00:00:00Z')" }, { onsetAt: "soon" }, "inconclusive"],
    [{ fail: "value >" }, { value: 1 }, "inconclusive"],
    [{ fail: "'a'.matches('a')" }, { value: 1 }, "inconclusive"],
    [{ fail: "value" }, { value: 1 }, "inconclusive"],
    [{ fail: "value > 1 || ready == 0" }, { ready: 0 }, "fail"],
    [{ fail: "value > 1 && ready == 0" }, { ready: 1 }, "pass"],
    [{ fail: "value / ready > 0.1" }, { value: 0, ready: 0 }, "inconclusive"],
    [{ fail: "(value + 1) / (ready - 1) > 0.5" }, { value: 1, ready: 3 }, "fail"],
    [{ fail: "value - (ready - 1) > 3" }, { value: 5, ready: 2 }, "fail"],
    [{}, { value: 1 }, "inconclusive"],
  ])("%j over %j: %s", (conditions, observed, verdict) => {
    expect(judge(conditions, observed).verdict).toBe(verdict);
  });
});

test("a warning stands beside the verdict and never changes it", () => {
  expect(judge({ fail: "value > 0.1", warn: "value > 0.05" }, { value: 0.07 })).toMatchObject({
    verdict: "pass",
    warned: true,
  });
  expect(judge({ fail: "value > 0.1", warn: "value > 0.05" }, { value: 0.01 })).toMatchObject({
    verdict: "pass",
    warned: false,
  });
  expect(judge({ fail: "value > 0.1", warn: "ready > 1" }, { value: 0.01 })).toMatchObject({
    verdict: "pass",
    warned: false,
  });
});

test.each([
  [{ fail: "value > 2" }, 3, "fail condition holds: value > 2"],
  [{ fail: "value > 2" }, null, "cannot be told: value > 2"],
  [{ fail: "value > 2" }, 1, "fail condition does not hold: value > 2"],
  [{ pass: "value < 1" }, 0, "pass condition holds: value < 1"],
  [{ pass: "value < 1" }, null, "cannot be told: value < 1"],
  [{ pass: "value < 1" }, 1, "pass condition does not hold: value < 1"],
  [{ pass: "value < 1", fail: "ready > 2" }, null, "cannot be told: value < 1"],
  [{ pass: "value < 1", fail: "ready > 2" }, 0, "pass condition holds: value < 1"],
  [
    { pass: "value < 1", fail: "ready > 2" },
    1,
    "neither the pass condition (value < 1) nor the fail condition (ready > 2) holds",
  ],
  [{}, 1, "no condition decides"],
])("%j over %s: why", (conditions, value, why) => {
  expect(judge(conditions, { value, ready: 1 }).why).toBe(why);
});
