import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { effectiveKeys, hotShareBound } from "../../../src/probes/distribution/even-share.ts";

const keys = fc.integer({ min: 1, max: 500 });
const events = fc.integer({ min: 1, max: 1e9 });

describe("the share above which a key is hot", () => {
  test.each([
    // Three times the even share once there are events enough.
    [10, 1_000_000, 0.3],
    [100, 1_000_000, 0.03],
    // 1/10 + 4·sqrt(0.1·0.9/16): the even share itself scatters more than that.
    [10, 16, 0.4],
    [4, 1_000_000, 0.75],
  ])("of %i keys and %i events is %f", (count, total, bound) => {
    expect(hotShareBound(count, total)).toBeCloseTo(bound, 9);
  });

  test("is never below three times the even share, and falls with the events", () => {
    fc.assert(
      fc.property(keys, events, events, (count, one, other) => {
        const [fewer, more] = [Math.min(one, other), Math.max(one, other)];
        expect(hotShareBound(count, more)).toBeLessThanOrEqual(hotShareBound(count, fewer));
        expect(hotShareBound(count, more)).toBeGreaterThanOrEqual(3 / count);
      }),
    );
  });

  test("cannot be exceeded by one of three keys or fewer", () => {
    for (const count of [1, 2, 3]) expect(hotShareBound(count, 1e9)).toBeGreaterThanOrEqual(1);
  });
});

describe("the effective number of keys", () => {
  test.each([
    [[1], 1],
    [[0.5, 0.5], 2],
    [[0.5, 0.25, 0.25], 8 / 3],
    [[1, 0, 0, 0], 1],
  ])("of %j is %f", (shares, expected) => {
    expect(effectiveKeys(shares)).toBeCloseTo(expected, 9);
  });

  test("lies between one and the number of keys, and is at least 1 / the largest share", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 50 }), (loads) => {
        const sum = loads.reduce((total, load) => total + load, 0);
        const shares = loads.map((load) => load / sum);
        const effective = effectiveKeys(shares);
        expect(effective).toBeGreaterThanOrEqual(1 - 1e-9);
        expect(effective).toBeLessThanOrEqual(loads.length + 1e-9);
        expect(effective).toBeGreaterThanOrEqual(1 / Math.max(...shares) - 1e-9);
      }),
    );
  });
});
