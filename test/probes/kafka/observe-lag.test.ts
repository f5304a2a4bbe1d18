import { describe, expect, test } from "vitest";
import { celFields } from "../../../src/core/conditions/cel-values.ts";
import { truthOf } from "../../../src/core/conditions/truth.ts";
import type { LagFacts, PartitionFacts } from "../../../src/probes/kafka/lag-facts.ts";
import { lagObserved } from "../../../src/probes/kafka/lag-observed.ts";
import { observeLag } from "../../../src/probes/kafka/observe-lag.ts";
import { behind, lagFacts, NOW_MS, partitionFacts } from "./facts.ts";

const observe = (partitions: readonly PartitionFacts[], more: Partial<LagFacts> = {}) =>
  observeLag(lagFacts(partitions, more), 300_000).observed;

describe("transactions that hang", () => {
  const hung = partitionFacts({ openSinceMs: NOW_MS - 300_000 });
  const untold = behind(10, 300, { partition: 1, lastStable: 90, openSinceMs: "untold" });
  const told = (partitions: readonly PartitionFacts[]) => {
    const { transactionHangs, hangingTransactions, untoldTransactions } = observe(partitions);
    return [transactionHangs, hangingTransactions, untoldTransactions];
  };
  test.each<[string, readonly PartitionFacts[], readonly [boolean | undefined, number | undefined, number]]>([
    ["none", [partitionFacts()], [false, 0, 0]],
    ["one", [hung, partitionFacts({ partition: 1 })], [true, 1, 0]],
    ["one that may", [partitionFacts(), untold], [undefined, undefined, 1]],
    // That there is one is known, and how many there are is not.
    ["one, and one that may", [hung, untold], [true, undefined, 1]],
    ["one that may, where the group has read on", [behind(9, 400, { ...untold, committed: 91 })], [false, 0, 0]],
    ["one that may, where the group has no commit", [{ ...untold, committed: null }], [undefined, undefined, 1]],
    ["one that may, where the log's start is not known", [{ ...untold, logStart: null }], [undefined, undefined, 1]],
    [
      "nobody knows, where the log's end is not known either",
      [partitionFacts({ lastStable: null, highWatermark: null, trouble: "no leader" })],
      [undefined, undefined, 1],
    ],
    [
      "none, where all was deleted before anything was committed",
      [{ ...untold, committed: null, logStart: 100, lastStable: null }],
      [false, 0, 0],
    ],
  ])("%s", (_what, partitions, expected) => {
    expect(told(partitions)).toEqual(expected);
  });

  test.each(["== 0", "!= 0", "> 0", "< 3", "in [0, 1]", "== null"])(
    "of one that may no condition is true, nor false: hangingTransactions %s",
    (comparison) => {
      const context = { lag: celFields(lagObserved.parse(observe([untold]))) };
      expect(truthOf(`lag.hangingTransactions ${comparison}`, context)).toBe("unknown");
      expect(truthOf("lag.transactionHangs", context)).toBe("unknown");
      expect(truthOf("!lag.transactionHangs", context)).toBe("unknown");
    },
  );
});

test.each<[string, readonly PartitionFacts[], number | undefined]>([
  ["none, where every log's start is known", [behind(10, 60)], 0],
  ["nobody knows, where one is not", [behind(10, 60), behind(5, 30, { partition: 1, logStart: null })], undefined],
  [
    "none, where the group has committed nothing there",
    [behind(10, 60), partitionFacts({ committed: null, logStart: null })],
    0,
  ],
  ["those that are known", [behind(10, 60, { committed: 3, logStart: 8 }), partitionFacts({ logStart: null })], 5],
])("records that were deleted unread: %s", (_what, partitions, expected) => {
  expect(observe(partitions).expiredRecords).toBe(expected);
});

describe("of all partitions", () => {
  test("the sum, the most and the share of the most", () => {
    const facts = [behind(10, 60), behind(30, 20, { partition: 1 }), partitionFacts({ partition: 2 })];
    expect(observe(facts)).toMatchObject({
      totalLag: 40,
      maxLag: 30,
      maxLagSeconds: 60,
      maxLagShare: 0.75,
      partitionsTotal: 3,
    });
    expect(observe([partitionFacts()])).toMatchObject({ totalLag: 0, maxLag: 0, maxLagSeconds: 0, maxLagShare: null });
    expect(observe([partitionFacts({ committed: null })])).toMatchObject({
      totalLag: null,
      maxLag: null,
      maxLagShare: null,
    });
    // A partition that never had a record is no lag of the group's, without a commit either.
    expect(observe([partitionFacts({ committed: null, lastStable: 0, highWatermark: 0 })])).toMatchObject({
      totalLag: null,
      maxLagSeconds: 0,
    });
  });

  test("those of each state are counted, and listed as they are", () => {
    const observed = observe([
      partitionFacts({ committed: null }),
      partitionFacts({ partition: 1, committed: 120 }),
      partitionFacts({ partition: 2, logStart: null, trouble: "no" }),
      partitionFacts({ partition: 3, openSinceMs: NOW_MS - 300_000 }),
      partitionFacts({ partition: 4, openSinceMs: NOW_MS - 299_999 }),
      behind(90, 5, { partition: 5, logStart: 30, lastStable: 95 }),
    ]);
    expect(observed).toMatchObject({
      noCommit: 1,
      beyondEnd: 1,
      unreadable: 1,
      transactionHangs: true,
      // Partition 2 has no start that is known, and is not held back.
      hangingTransactions: 1,
      expiredRecords: 20,
      groupExists: true,
    });
    expect(observed.partitions[0]).toEqual({
      topic: "events",
      partition: 5,
      state: "expired",
      logStartOffset: 30,
      committedOffset: 10,
      lastStableOffset: 95,
      highWatermark: 100,
      lag: 90,
      lagSeconds: 5,
    });
  });

  test.each<[string, LagFacts["group"], readonly PartitionFacts[], boolean]>([
    ["one with members", { state: "Dead", kind: "unknown", members: 1 }, [], true],
    ["one with commits", { state: "Dead", kind: "unknown", members: 0 }, [partitionFacts()], true],
    [
      "one with a commit beyond the end",
      { state: "Dead", kind: "unknown", members: null },
      [partitionFacts({ committed: 120 })],
      true,
    ],
    ["one that its coordinator knows", { state: "Empty", kind: "classic", members: 0 }, [], true],
    ["none", { state: "Dead", kind: "unknown", members: null }, [partitionFacts({ committed: null })], false],
    ["none, without members", { state: "Dead", kind: "unknown", members: 0 }, [], false],
  ])("there is a group: %s", (_what, group, partitions, exists) => {
    expect(observe(partitions, { group }).groupExists).toBe(exists);
  });

  test("the furthest behind comes first, then what cannot be told, then what is well", () => {
    const order = [
      partitionFacts({ partition: 1, topic: "views" }),
      partitionFacts({ partition: 2, committed: null }),
      partitionFacts({ partition: 10 }),
      behind(5, 60, { partition: 4 }),
      behind(9, 60, { partition: 5 }),
      behind(1, 90, { partition: 6 }),
      partitionFacts({ partition: 7, committed: 120 }),
      partitionFacts({ partition: 8, logStart: null }),
      partitionFacts({ partition: 9 }),
      behind(95, 10, { partition: 3, logStart: 30 }),
    ];
    for (const given of [order, order.toReversed()])
      expect(observe(given).partitions.map(({ partition }) => partition)).toEqual([6, 5, 4, 3, 2, 7, 8, 9, 10, 1]);
  });
});

test.each<[string, readonly PartitionFacts[], Partial<LagFacts>, number | null]>([
  ["the nearest of all", [behind(1, 600), behind(1, 1_600, { partition: 1 })], {}, 2_000],
  ["at once, where records expired", [behind(1, 600), behind(90, 60, { partition: 1, logStart: 30 })], {}, 0],
  ["kept for ever", [behind(1, 600)], { settings: { events: { compacted: false, retentionMs: null } } }, null],
  ["kept for an unknown time", [behind(1, 600)], { settings: {} }, null],
  ["of an unknown age", [behind(1, 0, { unread: null })], {}, null],
  ["all is read", [partitionFacts()], {}, null],
  [
    "by its own rates",
    [behind(40, 600, { later: { halfwayCommitted: 65, committed: 70, highWatermark: 120 } })],
    { windowSeconds: 10 },
    6_000,
  ],
])("what outlives its retention: %s", (_what, partitions, more, seconds) => {
  expect(observe(partitions, more).retentionRiskSeconds).toBe(seconds);
});
