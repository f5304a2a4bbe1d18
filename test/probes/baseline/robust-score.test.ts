import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { median, robustScore } from "../../../src/probes/baseline/robust-score.ts";

const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const numbers = fc.array(number, { minLength: 3, maxLength: 20 });

describe("the median", () => {
  test.each([
    [[], null],
    [[7], 7],
    [[9, 1], 5],
    [[3, 1, 2], 2],
    [[4, 1, 2, 9], 3],
  ])("of %j is %j", (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  test("has as many values below as above", () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const middle = median(values) ?? Number.NaN;
        const below = values.filter((value) => value < middle).length;
        const above = values.filter((value) => value > middle).length;
        expect(Math.max(below, above)).toBeLessThanOrEqual(values.length / 2);
      }),
    );
  });
});

describe("the robust score", () => {
  test("is in standard deviations: those of the median absolute deviation, scaled by 1.4826", () => {
    // Median 14, deviations 4 2 0 2 4, their median 2: (20 - 14) / (1.4826 * 2).
    expect(robustScore(20, [10, 12, 14, 16, 18])).toBeCloseTo(2.0235, 4);
    expect(robustScore(8, [10, 12, 14, 16, 18])).toBeCloseTo(-2.0235, 4);
  });

  test("one odd day among the earlier ones does not hide a jump", () => {
    expect(robustScore(200, [100, 101, 99, 100.5, 1_000])).toBeGreaterThan(60);
  });

  test("says nothing about two values, or about values that never differed", () => {
    expect(robustScore(5, [1, 2])).toBeNull();
    expect(robustScore(5, [4, 4, 4])).toBeNull();
    expect(robustScore(4, [4, 4, 4])).toBe(0);
  });

  test("does not depend on where zero is or on the unit", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 3, maxLength: 15 }),
        fc.integer({ min: -1000, max: 1000 }),
        fc.integer({ min: -500, max: 500 }),
        fc.constantFrom(0.5, 2, 1024),
        (earlier, value, shift, unit) => {
          const moved = robustScore(
            (value + shift) * unit,
            earlier.map((each) => (each + shift) * unit),
          );
          const plain = robustScore(value, earlier);
          if (plain === null) expect(moved).toBeNull();
          else expect(moved).toBeCloseTo(plain, 6);
        },
      ),
    );
  });
});
