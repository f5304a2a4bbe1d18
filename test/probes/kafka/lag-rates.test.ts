import { describe, expect, test } from "vitest";
import type { LagFacts, PartitionFacts } from "../../../src/probes/kafka/lag-facts.ts";
import {
  catchUpSeconds,
  groupRates,
  partitionRates,
  retentionRiskSeconds,
} from "../../../src/probes/kafka/lag-rates.ts";
import { behind, lagFacts } from "./facts.ts";

describe("rates, over ten seconds", () => {
  const later = (halfwayCommitted: number | null, committed: number | null, highWatermark = 120) => ({
    halfwayCommitted,
    committed,
    highWatermark,
  });
  const of = (facts: Partial<PartitionFacts>, windowSeconds: number | null = 10) =>
    partitionRates(behind(40, 60, facts), windowSeconds);

  test.each<[string, Partial<PartitionFacts>, number | null, ReturnType<typeof partitionRates>]>([
    ["commits in both halves", { later: later(70, 90) }, 10, { producedPerSecond: 2, consumedPerSecond: 3 }],
    ["in none", { later: later(60, 60) }, 10, { producedPerSecond: 2, consumedPerSecond: 0 }],
    ["in the first alone", { later: later(90, 90) }, 10, { producedPerSecond: 2, consumedPerSecond: null }],
    ["in the second alone", { later: later(60, 90) }, 10, { producedPerSecond: 2, consumedPerSecond: null }],
    ["a reset to before", { later: later(50, 40) }, 10, { producedPerSecond: 2, consumedPerSecond: 0 }],
    [
      "never committed",
      { committed: null, later: later(null, null) },
      10,
      { producedPerSecond: 2, consumedPerSecond: 0 },
    ],
    // A commit that came between two looks, and nobody knows when: it moved, at a rate that cannot be told.
    ["none seen halfway", { later: later(null, 90) }, 10, { producedPerSecond: 2, consumedPerSecond: null }],
    [
      "none seen halfway, and none made",
      { later: later(null, 60) },
      10,
      { producedPerSecond: 2, consumedPerSecond: 0 },
    ],
    ["none seen at last", { later: later(70, null) }, 10, { producedPerSecond: 2, consumedPerSecond: null }],
    [
      "the first ever",
      { committed: null, later: later(30, 50) },
      10,
      { producedPerSecond: 2, consumedPerSecond: null },
    ],
    [
      "the first ever, once",
      { committed: null, later: later(30, 30) },
      10,
      { producedPerSecond: 2, consumedPerSecond: null },
    ],
    ["a topic made anew", { later: later(60, 60, 10) }, 10, { producedPerSecond: 0, consumedPerSecond: 0 }],
    ["one look", { later: null }, 10, null],
    ["no window", { later: later(70, 90) }, null, null],
    ["a window of nothing", { later: later(70, 90) }, 0, null],
    ["an end that could not be read", { highWatermark: null, later: later(70, 90) }, 10, null],
  ])("of a partition: %s", (_what, facts, windowSeconds, rates) => {
    expect(of(facts, windowSeconds)).toEqual(rates);
  });

  test.each<[string, readonly PartitionFacts[], Partial<LagFacts>, object | null]>([
    [
      "together, with the share of the busiest in what was written",
      [behind(40, 60, { later: later(70, 90, 130) }), behind(40, 60, { later: later(60, 60, 110) })],
      {},
      { producedPerSecond: 4, consumedPerSecond: 3, topShare: 0.75, advancing: true },
    ],
    [
      "nothing was written",
      [behind(40, 60, { later: later(60, 60, 100) })],
      {},
      { producedPerSecond: 0, consumedPerSecond: 0, topShare: null, advancing: false },
    ],
    [
      "a commit in the second half alone moves, and is no rate",
      [behind(40, 60, { later: later(60, 90) })],
      {},
      { producedPerSecond: 2, consumedPerSecond: null, topShare: 1, advancing: true },
    ],
    [
      "between two checkpoints",
      [behind(40, 60, { later: later(60, 60) })],
      { group: { state: "Empty", kind: "commits-only", members: 0 } },
      { producedPerSecond: 2, consumedPerSecond: null, topShare: 1, advancing: false },
    ],
    [
      "over two checkpoints",
      [behind(40, 60, { later: later(70, 90) })],
      { group: { state: "Empty", kind: "commits-only", members: 0 } },
      { producedPerSecond: 2, consumedPerSecond: 3, topShare: 1, advancing: true },
    ],
    [
      "without those that could not be read again",
      [
        behind(40, 60, { later: later(70, 90) }),
        behind(40, 60),
        behind(40, 60, { highWatermark: null, later: later(1, 2) }),
      ],
      {},
      { producedPerSecond: 2, consumedPerSecond: 3, topShare: 1, advancing: true },
    ],
    [
      "with a first commit, which says nothing of what was read since",
      [behind(40, 60, { later: later(70, 90) }), behind(40, 60, { committed: null, later: later(30, 50) })],
      {},
      { producedPerSecond: 4, consumedPerSecond: 3, topShare: 0.5, advancing: true },
    ],
    [
      "with a first commit alone: something moves",
      [behind(40, 60, { committed: null, later: later(null, 50) })],
      {},
      { producedPerSecond: 2, consumedPerSecond: null, topShare: 1, advancing: true },
    ],
    ["of none", [behind(40, 60)], {}, null],
    ["without a window", [behind(40, 60, { later: later(70, 90) })], { windowSeconds: null }, null],
    ["in a window of nothing", [behind(40, 60, { later: later(70, 90) })], { windowSeconds: 0 }, null],
  ])("of a group: %s", (_what, partitions, more, rates) => {
    expect(groupRates(lagFacts(partitions, { windowSeconds: 10, ...more }))).toEqual(rates);
  });

  test.each([
    [0, 5, 0, 0],
    [40, 1, 3, 20],
    [40, 3, 3, null],
    [40, 3, 1, null],
    [40, 1, null, null],
  ])("%i records are read at %f in, %j out in %j s", (lag, producedPerSecond, consumedPerSecond, seconds) => {
    expect(catchUpSeconds(lag, { producedPerSecond, consumedPerSecond })).toBe(seconds);
  });

  // 600 s old, kept for an hour: 3,000 s are left, and the age grows by what is not read of what is written.
  test.each([
    ["unknown rates, as the worst", 600, null, 3_000],
    ["an unknown rate of reading", 600, { producedPerSecond: 2, consumedPerSecond: null }, 3_000],
    ["nobody reads", 600, { producedPerSecond: 2, consumedPerSecond: 0 }, 3_000],
    ["half of it is read", 600, { producedPerSecond: 2, consumedPerSecond: 1 }, 6_000],
    ["all of it", 600, { producedPerSecond: 2, consumedPerSecond: 2 }, null],
    ["more", 600, { producedPerSecond: 2, consumedPerSecond: 3 }, null],
    ["it is due", 4_000, null, 0],
  ])("until the oldest is deleted: %s", (_what, age, rates, seconds) => {
    expect(retentionRiskSeconds(age, 3_600, rates)).toBe(seconds);
  });
});
