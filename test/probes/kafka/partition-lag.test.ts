import { expect, test } from "vitest";
import type { PartitionFacts } from "../../../src/probes/kafka/lag-facts.ts";
import { expiredRecords, partitionLag } from "../../../src/probes/kafka/partition-lag.ts";
import { behind, NOW_MS, partitionFacts } from "./facts.ts";

const between = { kind: "between", earliestMs: NOW_MS - 9_000, latestMs: NOW_MS - 5_000 } as const;
const nothing = { kind: "nothing" } as const;

// The table of the algorithm: committed first, then log start, then the end.
test.each<[string, Partial<PartitionFacts>, string, number | null, number | null]>([
  ["no commit, records there", { committed: null }, "no-commit", null, null],
  // Whether the group had read what was deleted nobody knows.
  ["no commit, all of it deleted", { committed: null, logStart: 100 }, "no-commit", null, null],
  ["no commit, and never a record", { committed: null, highWatermark: 0, lastStable: 0 }, "caught-up", 0, 0],
  ["beyond the end", { committed: 101 }, "beyond-end", null, null],
  ["at the end", {}, "caught-up", 0, 0],
  ["the log's start unknown", { logStart: null }, "unreadable", null, null],
  ["its end unknown", { highWatermark: null }, "unreadable", null, null],
  ["before the log's start", { committed: 20, logStart: 30, unread: between }, "expired", 80, 7],
  ["before it, and markers alone since", { committed: 20, logStart: 30, unread: nothing }, "expired", 80, 0],
  ["before it, and nothing since", { committed: 100, logStart: 130, highWatermark: 130 }, "expired", 30, null],
  ["at the log's start", { committed: 30, logStart: 30, unread: between }, "behind", 70, 7],
  ["markers alone", { committed: 99, unread: nothing }, "caught-up", 1, 0],
  ["an age that nobody asked for", { committed: 90 }, "behind", 10, null],
  ["an unknown age", { committed: 90, unread: { kind: "unknown", words: "" } }, "behind", 10, null],
])("a partition: %s", (_what, facts, state, lag, lagSeconds) => {
  expect(partitionLag(partitionFacts(facts), NOW_MS)).toMatchObject({ state, lag, lagSeconds, fromFuture: false });
});

test("records that expired are those between the commit and the log's start", () => {
  const expired = (committed: number | null, logStart: number | null) =>
    expiredRecords(partitionFacts({ committed, logStart }));
  expect([expired(20, 30), expired(30, 30), expired(40, 30), expired(null, 30), expired(20, null)]).toEqual([
    10, 0, 0, 0, 0,
  ]);
});

test("an age is told to the millisecond, is never below none, and cannot be told of what is from the future", () => {
  expect(partitionLag(behind(1, 1.2345), NOW_MS).lagSeconds).toBe(1.235);
  expect(partitionLag(behind(1, -1), NOW_MS)).toMatchObject({ lagSeconds: 0, fromFuture: false });
  expect(partitionLag(behind(1, -5), NOW_MS)).toMatchObject({ lag: 1, lagSeconds: null, fromFuture: true });
});
