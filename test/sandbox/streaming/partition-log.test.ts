import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PartitionLog } from "../../../src/sandbox/streaming/partition-log.ts";

const BEGIN_MS = 1_790_000_000_000;

function log(factor: (atMs: number) => number = () => 1): PartitionLog {
  return new PartitionLog({ name: "booking-events-0", seed: 1, beginMs: BEGIN_MS, perSecond: 30, factor });
}

describe("a partition's log", () => {
  it("gets its records at its rate, give or take a tenth", () => {
    const one = log();
    const perSecond = (one.highWatermark(BEGIN_MS + 600_000) - one.highWatermark(BEGIN_MS)) / 600;
    expect(perSecond).toBeGreaterThan(29);
    expect(perSecond).toBeLessThan(31);
  });

  it("gets more or fewer when it is told so", () => {
    const one = log((atMs) => (atMs < BEGIN_MS + 60_000 ? 3 : 0));
    const after = one.highWatermark(BEGIN_MS + 61_000);
    expect((after - one.highWatermark(BEGIN_MS)) / 60).toBeCloseTo(90, -1);
    expect(one.highWatermark(BEGIN_MS + 3_600_000)).toBe(after);
  });

  it("says the same in whatever order it is asked", () => {
    const times = [5_000, 90_500, 1_250, 90_499, 0, -4_000].map((ms) => BEGIN_MS + ms);
    const forwards = log();
    const backwards = log();
    const there = times.map((atMs) => forwards.highWatermark(atMs));
    const back = times.toReversed().map((atMs) => backwards.highWatermark(atMs));
    expect(back.toReversed()).toEqual(there);
  });

  it("has each record at its own time, and finds it by that", () => {
    const one = log((atMs) => (Math.floor(atMs / 60_000) % 3 === 0 ? 0 : 1.5));
    one.highWatermark(BEGIN_MS + 1_000_000);
    fc.assert(
      fc.property(fc.integer({ min: -500_000, max: 999_000 }), (ms) => {
        const atMs = BEGIN_MS + ms;
        const first = one.firstOffsetSince(atMs);
        expect(one.timestampOf(first)).toBeGreaterThanOrEqual(atMs);
        expect(one.timestampOf(first - 1)).toBeLessThan(atMs);
        const next = one.highWatermark(atMs);
        expect(one.timestampOf(next - 1)).toBeLessThanOrEqual(atMs);
        expect(one.timestampOf(next)).toBeGreaterThan(atMs);
      }),
    );
  });
});
