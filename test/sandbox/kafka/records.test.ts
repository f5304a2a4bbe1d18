import { afterEach, expect, it } from "vitest";
import type { KafkaPartition, KafkaTransaction } from "../../../src/sandbox/kafka/kafka-state.ts";
import { brokerPlace, type BrokerPlace } from "./broker-place.ts";
import type { FetchedPartition } from "./inner-cluster.ts";
import { byName, straightLog, topicOf } from "./straight-log.ts";

let place: BrokerPlace | undefined;

afterEach(async () => {
  await place?.close();
  place = undefined;
});

const CLUSTER = { clusterId: "sandbox", brokers: [{ id: 1 }], groups: new Map<string, never>() };
const UNCOMMITTED = 0;
const COMMITTED = 1;
const PLENTY = 1_000_000;

interface Limits {
  readonly isolationLevel?: 0 | 1;
  readonly maxBytes?: number;
  readonly partitionMaxBytes?: number;
  readonly maxWaitTime?: number;
}

async function read(from: readonly number[], limits: Limits = {}): Promise<readonly FetchedPartition[]> {
  const { isolationLevel = UNCOMMITTED, maxBytes = PLENTY, partitionMaxBytes = PLENTY, maxWaitTime = 0 } = limits;
  const partitions = from.map((offset, partition) => ({
    partition,
    fetchOffset: String(offset),
    maxBytes: partitionMaxBytes,
  }));
  const broker = await place?.broker(1);
  const answer = await broker?.fetch({
    replicaId: -1,
    isolationLevel,
    maxWaitTime,
    maxBytes,
    topics: [{ topic: "clicks", partitions }],
  });
  return answer?.responses.flatMap((topic) => topic.partitions) ?? [];
}

async function started(partitions: readonly KafkaPartition[], configs = {}): Promise<void> {
  place = await brokerPlace({ ...CLUSTER, topics: byName(topicOf("clicks", partitions, configs)) });
}

const offsets = (one: FetchedPartition | undefined): number[] =>
  one?.messages.map(({ offset }) => Number(offset)) ?? [];
const from = (first: number, end: number): number[] => Array.from({ length: end - first }, (_, index) => first + index);

it("gives records with their offsets, times and texts, in whole batches", async () => {
  const partition = straightLog(40, { contentOf: (offset) => ({ key: `k${offset}`, value: `v${offset}` }) });
  await started([partition]);
  const [answer] = await read([20]);
  expect(answer).toMatchObject({
    errorCode: 0,
    highWatermark: "40",
    lastStableOffset: "40",
    lastStartOffset: "0",
    abortedTransactions: [],
  });
  // A batch may begin before the offset that was asked for: sixteen records to a batch.
  expect(offsets(answer)).toEqual(from(16, 40));
  const at20 = answer?.messages.find(({ offset }) => offset === "20");
  expect(at20).toMatchObject({ timestamp: "20000", isControlRecord: false });
  expect([at20?.key?.toString(), at20?.value?.toString()]).toEqual(["k20", "v20"]);
});

it("gives the first batch whole however little is allowed, and then no more", async () => {
  await started([straightLog(100), straightLog(100)]);
  const answers = await read([0, 0], { maxBytes: 1, partitionMaxBytes: 1 });
  expect(answers.map((one) => offsets(one).length).sort((one, other) => one - other)).toEqual([0, 16]);
});

it("never gives more than is allowed beyond the first batch", async () => {
  await started([straightLog(100_000)]);
  const batchBytes = 61 + 16 * 10;
  // Three whole batches, and a piece of the fourth that readers drop.
  const [answer] = await read([0], { partitionMaxBytes: 3 * batchBytes + 70 });
  expect(offsets(answer).length).toBeLessThanOrEqual(64);
  expect(offsets(answer).length).toBeGreaterThanOrEqual(48);
});

it("tells offsets outside the log from the log's end", async () => {
  await started([straightLog(40, { logStartOffset: () => 10 })]);
  const [atEnd] = await read([40]);
  expect([atEnd?.errorCode, offsets(atEnd)]).toEqual([0, []]);
  await expect(read([41])).rejects.toMatchObject({ type: "OFFSET_OUT_OF_RANGE" });
  await expect(read([9])).rejects.toMatchObject({ type: "OFFSET_OUT_OF_RANGE" });
});

it("shows an open transaction's records only to those who read everything", async () => {
  const open: KafkaTransaction = { producerId: 7, firstOffset: 5, endOffset: 7 };
  await started([straightLog(9, { lastStableOffset: () => 5, transactions: () => [open] })]);
  const [everything] = await read([0]);
  expect(offsets(everything)).toEqual(from(0, 9));
  const [committed] = await read([0], { isolationLevel: COMMITTED });
  expect(offsets(committed)).toEqual(from(0, 5));
  expect(committed).toMatchObject({ highWatermark: "9", lastStableOffset: "5" });
  // At the stable end: nothing, without an error.
  const [beyond] = await read([5], { isolationLevel: COMMITTED });
  expect([beyond?.errorCode, offsets(beyond)]).toEqual([0, []]);
});

it("marks the ends of transactions, and names the aborted ones", async () => {
  const all: KafkaTransaction[] = [
    { producerId: 7, firstOffset: 0, endOffset: 3, marker: { offset: 3, outcome: "commit" } },
    { producerId: 8, firstOffset: 4, endOffset: 6, marker: { offset: 7, outcome: "abort" } },
  ];
  await started([straightLog(9, { transactions: () => all })]);
  const [answer] = await read([0], { isolationLevel: COMMITTED });
  expect(offsets(answer)).toEqual(from(0, 9));
  const markers = answer?.messages.filter(({ isControlRecord }) => isControlRecord) ?? [];
  // The key is a version and a type: 1 commits, 0 aborts.
  expect(markers.map(({ offset, key }) => [offset, key?.readInt16BE(2)])).toEqual([
    ["3", 1],
    ["7", 0],
  ]);
  expect(answer?.abortedTransactions).toEqual([{ producerId: "8", firstOffset: "4" }]);
});

it("has nothing but a marker left", async () => {
  const only: KafkaTransaction = {
    producerId: 7,
    firstOffset: 0,
    endOffset: 3,
    marker: { offset: 3, outcome: "commit" },
  };
  await started([straightLog(4, { logStartOffset: () => 3, transactions: () => [only] })]);
  const [answer] = await read([3], { isolationLevel: COMMITTED });
  expect(answer?.messages.map(({ offset, isControlRecord }) => [offset, isControlRecord])).toEqual([["3", true]]);
});

it("keeps the offsets of what compaction left, and skips batches that are gone", async () => {
  await started([straightLog(1000, { nextKept: (offset) => Math.ceil(offset / 40) * 40 })]);
  // The batch of 32 to 47 reaches beyond 41, though 40 is all that is left in it.
  const [answer] = await read([41]);
  expect(offsets(answer)).toEqual(from(1, 25).map((index) => index * 40));
  expect(answer?.messages[0]?.timestamp).toBe("40000");
  // Of 48 to 63 nothing is left.
  expect(offsets((await read([48]))[0])[0]).toBe(80);
});

it("stamps all records of a batch with the same time where the broker stamps them", async () => {
  const sameForFour = straightLog(12, { timestampOf: (offset) => Math.floor(offset / 4) * 500 });
  await started([sameForFour], { "message.timestamp.type": "LogAppendTime" });
  const [answer] = await read([0]);
  expect(answer?.messages.map(({ timestamp }) => Number(timestamp))).toEqual([
    0, 0, 0, 0, 500, 500, 500, 500, 1000, 1000, 1000, 1000,
  ]);
});

it("waits for the first record as long as it may", async () => {
  let end = 5;
  await started([straightLog(0, { highWatermark: () => end })]);
  const reading = read([5], { maxWaitTime: 5000 });
  const timer = setTimeout(() => (end = 6), 120);
  const [answer] = await reading;
  clearTimeout(timer);
  expect(offsets(answer)).toEqual(from(0, 6));
  const startedAt = performance.now();
  const [none] = await read([6], { maxWaitTime: 100 });
  expect(offsets(none)).toEqual([]);
  expect(performance.now() - startedAt).toBeGreaterThan(80);
});
