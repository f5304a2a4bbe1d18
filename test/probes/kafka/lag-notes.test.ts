import { describe, expect, test } from "vitest";
import { judgeLag } from "../../../src/probes/kafka/judge-lag.ts";
import type { LagFacts, PartitionFacts } from "../../../src/probes/kafka/lag-facts.ts";
import { behind, lagFacts, NOW_MS, partitionFacts } from "./facts.ts";

const notes = (partitions: readonly PartitionFacts[], more: Partial<LagFacts> = {}) =>
  judgeLag(lagFacts(partitions, more), 300_000, {}).judgement.notes;

const group = (state: string, kind: LagFacts["group"]["kind"], members: number | null) => ({
  group: { state, kind, members },
});
const NOBODY_JOINS =
  "nobody joins this group, somebody commits for it (Flink, manual assignment): its commits move when a checkpoint completes";
const NOBODY_READS = "the group has no members: nobody reads for it";
const NEWER = "the group's state cannot be told: this broker does not describe groups of the newer protocol";

describe("of the group", () => {
  test.each<[string, readonly PartitionFacts[], Partial<LagFacts>, readonly string[]]>([
    ["with members nothing is noted", [behind(10, 60)], {}, []],
    ["that somebody commits for", [partitionFacts()], group("Empty", "commits-only", 0), [NOBODY_JOINS]],
    ["that is gone", [partitionFacts({ committed: null })], group("Dead", "commits-only", 0), []],
    ["without members, behind", [behind(10, 60)], group("Empty", "classic", 0), [NOBODY_READS]],
    ["without members, which has read all", [partitionFacts()], group("Empty", "classic", 0), []],
    ["that is being balanced", [behind(10, 60)], group("PreparingRebalance", "classic", 2), []],
    ["of the newer protocol", [behind(10, 60)], group("Dead", "unknown", null), [NEWER]],
    ["of the newer protocol whose members are known", [behind(10, 60)], group("Stable", "unknown", 1), []],
    ["that nobody knows", [partitionFacts({ committed: null })], group("Dead", "unknown", null), []],
  ])("%s", (_what, partitions, more, expected) => {
    expect(notes(partitions, more)).toEqual(expected);
  });
});

describe("of commits that did not move", () => {
  const later = (committed: number) => ({ halfwayCommitted: committed, committed, highWatermark: 100 });
  const still = "no commit moved within 10.0 s: rates say little of a group that commits less often";
  test.each<[string, readonly PartitionFacts[], Partial<LagFacts>, readonly string[]]>([
    ["behind", [behind(40, 60, { later: later(60) })], {}, [still]],
    ["which moved", [behind(40, 60, { later: later(70) })], {}, []],
    ["all is read", [partitionFacts({ later: later(100) })], {}, []],
    ["there was one look", [behind(40, 60)], { windowSeconds: null }, []],
    [
      "which checkpoints move",
      [behind(40, 60, { later: later(60) })],
      group("Empty", "commits-only", 0),
      [NOBODY_JOINS],
    ],
  ])("%s", (_what, partitions, more, expected) => {
    expect(notes(partitions, { windowSeconds: 10, ...more })).toEqual(expected);
  });
});

describe("of topics and records", () => {
  const settings = (compacted: boolean) => ({ compacted, retentionMs: null });
  const topics = ["a", "b", "c", "d", "e"];
  const inTopics = (count: number) => topics.slice(0, count).map((topic) => behind(1, 60, { topic }));
  const all = (value: LagFacts["settings"][string]) => ({
    settings: Object.fromEntries(topics.map((topic) => [topic, value])),
  });
  test.each<[string, readonly PartitionFacts[], Partial<LagFacts>, readonly string[]]>([
    [
      "three that are compacted",
      inTopics(3),
      all(settings(true)),
      ["compacted, so that the count overstates: a, b, c"],
    ],
    ["five", inTopics(5), all(settings(true)), ["compacted, so that the count overstates: a, b, c and 2 more"]],
    [
      "each topic once",
      [...inTopics(1), ...inTopics(1)],
      all(settings(true)),
      ["compacted, so that the count overstates: a"],
    ],
    ["none that has read all", [partitionFacts({ topic: "a" })], all(settings(true)), []],
    [
      "whose settings may not be read",
      inTopics(1),
      all(null),
      ["until when records are kept cannot be read (DescribeConfigs is not granted): a"],
    ],
    ["which nobody asked for", inTopics(1), { settings: {} }, []],
    [
      "markers alone",
      [partitionFacts({ committed: 99, unread: { kind: "nothing" } }), behind(1, 60, { partition: 1 })],
      {},
      ["partitions where nothing but transaction markers or aborted records is left: 1"],
    ],
    [
      "from the future by more than clocks differ",
      [behind(1, -1.001), behind(1, 60, { partition: 1 })],
      {},
      ["some first unread records are from the future: the producers' clocks and this one differ"],
    ],
    ["from the future by as much as clocks differ", [behind(1, -1)], {}, []],
  ])("%s", (_what, partitions, more, expected) => {
    expect(notes(partitions, more)).toEqual(expected);
  });

  const between = (spanMs: number) =>
    behind(1, 60, { unread: { kind: "between", earliestMs: NOW_MS - 60_000 - spanMs, latestMs: NOW_MS - 60_000 } });
  const record = (uncertainMs: number) =>
    behind(1, 60, { unread: { kind: "record", timestampMs: NOW_MS - 60_000, uncertainMs, logAppendTime: false } });
  test.each<[string, readonly PartitionFacts[], readonly string[]]>([
    ["a second", [between(1_000)], []],
    ["more than one", [between(1_200)], ["ages are known to 1.2 s"]],
    ["a record's own", [record(2_500)], ["ages are known to 2.5 s"]],
    ["the widest of all", [record(2_500), between(4_000), partitionFacts()], ["ages are known to 4.0 s"]],
  ])("how well an age is known: to %s", (_what, partitions, expected) => {
    expect(notes(partitions.map((each, partition) => ({ ...each, partition })))).toEqual(expected);
  });

  test("that are not listed", () => {
    const many = (count: number) => Array.from({ length: count }, (_, partition) => behind(1, 60, { partition }));
    expect(notes(many(20))).toEqual([]);
    expect(notes(many(23))).toEqual(["3 more partitions are not listed, all less far behind"]);
  });
});
