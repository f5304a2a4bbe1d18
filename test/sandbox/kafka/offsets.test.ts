import { afterEach, expect, it } from "vitest";
import type { KafkaPartition } from "../../../src/sandbox/kafka/kafka-state.ts";
import { brokerPlace, type BrokerPlace } from "./broker-place.ts";
import { byName, groupOf, straightLog, topicOf } from "./straight-log.ts";

let place: BrokerPlace | undefined;

afterEach(async () => {
  await place?.close();
  place = undefined;
});

const CLUSTER = { clusterId: "sandbox", brokers: [{ id: 1 }], groups: new Map<string, never>() };

/** The one partition's answer to one ListOffsets: [error, offset, timestamp]. */
async function asked(partition: KafkaPartition, isolationLevel: 0 | 1, timestamp: number): Promise<unknown[]> {
  place ??= await brokerPlace({ ...CLUSTER, topics: byName(topicOf("clicks", [partition])) });
  const broker = await place.broker(1);
  const topics = [{ topic: "clicks", partitions: [{ partition: 0, timestamp: String(timestamp) }] }];
  const { responses } = await broker.listOffsets({ replicaId: -1, isolationLevel, topics });
  return responses.flatMap(({ partitions }) =>
    partitions.map((one) => [one.errorCode, Number(one.offset), Number(one.timestamp)]),
  );
}

const UNCOMMITTED = 0;
const COMMITTED = 1;
const LATEST = -1;
const EARLIEST = -2;

it("lists topics, ends and commits as the state has them", async () => {
  const topics = byName(topicOf("clicks", [straightLog(100), straightLog(40, { logStartOffset: () => 15 })]));
  const groups = byName(groupOf("reader", { "clicks/0": 30 }));
  place = await brokerPlace({ ...CLUSTER, topics, groups });
  const { admin } = place;
  expect(await admin.listTopics()).toEqual(["clicks"]);
  expect((await admin.fetchTopicOffsets("clicks")).sort((one, other) => one.partition - other.partition)).toEqual([
    { partition: 0, offset: "100", high: "100", low: "0" },
    { partition: 1, offset: "40", high: "40", low: "15" },
  ]);
  const commits = [
    { partition: 0, offset: "30", metadata: null },
    { partition: 1, offset: "-1", metadata: null },
  ];
  expect(await admin.fetchOffsets({ groupId: "reader", topics: ["clicks"] })).toEqual([
    { topic: "clicks", partitions: commits },
  ]);
  // Without topics: what was committed alone.
  expect(await admin.fetchOffsets({ groupId: "reader" })).toEqual([
    { topic: "clicks", partitions: commits.slice(0, 1) },
  ]);
});

it("follows the clock", async () => {
  let nowMs = 1000;
  const growing = straightLog(0, { highWatermark: (atMs) => Math.floor(atMs / 100) });
  place = await brokerPlace({ ...CLUSTER, topics: byName(topicOf("clicks", [growing])) }, { now: () => nowMs });
  const { admin } = place;
  expect(await admin.fetchTopicOffsets("clicks")).toMatchObject([{ offset: "10" }]);
  nowMs = 2500;
  expect(await admin.fetchTopicOffsets("clicks")).toMatchObject([{ offset: "25" }]);
});

it("ends at the last stable offset for readers of committed records while a transaction hangs", async () => {
  const hanging = straightLog(9, { lastStableOffset: () => 5 });
  expect(await asked(hanging, UNCOMMITTED, LATEST)).toEqual([[0, 9, -1]]);
  expect(await asked(hanging, COMMITTED, LATEST)).toEqual([[0, 5, -1]]);
  // The record at 6 s is there, and out of reach for them.
  expect(await asked(hanging, UNCOMMITTED, 5500)).toEqual([[0, 6, 6000]]);
  expect(await asked(hanging, COMMITTED, 5500)).toEqual([[0, -1, -1]]);
});

it.each([
  ["before the first record", -0, [0, 3, 3000]],
  ["exactly a record's time", 50_000, [0, 50, 50_000]],
  ["between two records", 50_001, [0, 51, 51_000]],
  ["the last record", 98_001, [0, 99, 99_000]],
  ["after the last record", 99_001, [0, -1, -1]],
])("finds the first offset since %s", async (_name, timestamp, expected) => {
  expect(await asked(straightLog(100, { logStartOffset: () => 3 }), UNCOMMITTED, timestamp)).toEqual([expected]);
});

it("tells the log's start after records were deleted, and of an empty log start = end", async () => {
  expect(await asked(straightLog(100, { logStartOffset: () => 60 }), UNCOMMITTED, EARLIEST)).toEqual([[0, 60, -1]]);
  await place?.close();
  place = undefined;
  const empty = straightLog(100, { logStartOffset: () => 100 });
  expect(await asked(empty, UNCOMMITTED, EARLIEST)).toEqual([[0, 100, -1]]);
  expect(await asked(empty, COMMITTED, LATEST)).toEqual([[0, 100, -1]]);
  expect(await asked(empty, UNCOMMITTED, 0)).toEqual([[0, -1, -1]]);
});

it("jumps over what compaction removed", async () => {
  const tens = straightLog(100, { nextKept: (offset) => Math.ceil(offset / 10) * 10 });
  expect(await asked(tens, UNCOMMITTED, 41_000)).toEqual([[0, 50, 50_000]]);
  // The record at 90 s is the last one left.
  expect(await asked(tens, UNCOMMITTED, 91_000)).toEqual([[0, -1, -1]]);
});

it("does not know the special times of later versions", async () => {
  await expect(asked(straightLog(9), UNCOMMITTED, -3)).rejects.toMatchObject({ type: "UNSUPPORTED_VERSION" });
});

it("does not know other topics and partitions", async () => {
  await expect(asked(straightLog(9), UNCOMMITTED, LATEST)).resolves.toEqual([[0, 9, -1]]);
  const ask = async (topic: string, partition: number): Promise<unknown> =>
    (await place?.broker(1))?.listOffsets({
      replicaId: -1,
      isolationLevel: UNCOMMITTED,
      topics: [{ topic, partitions: [{ partition, timestamp: "-1" }] }],
    });
  const unknown = { type: "UNKNOWN_TOPIC_OR_PARTITION" };
  await expect(ask("clicks", 1)).rejects.toMatchObject(unknown);
  await expect(ask("nope", 0)).rejects.toMatchObject(unknown);
  await expect(place?.admin.fetchTopicOffsets("nope")).rejects.toMatchObject({ cause: unknown });
  await expect(place?.admin.fetchTopicOffsets("not a name")).rejects.toMatchObject({
    type: "INVALID_TOPIC_EXCEPTION",
  });
  // Asking creates nothing.
  expect(await place?.admin.listTopics()).toEqual(["clicks"]);
});
