import { randomBytes } from "node:crypto";
import { type Admin, Kafka, logLevel } from "kafkajs";
import type { KafkaPartition, KafkaState, KafkaTransaction } from "../../../../src/sandbox/kafka/kafka-state.ts";
import { batchFrom } from "../../../../src/sandbox/kafka/log/batch.ts";
import { encodeBatch } from "../../../../src/sandbox/kafka/log/encode-batch.ts";
import { innerCluster } from "../../../sandbox/kafka/inner-cluster.ts";
import { byName, groupOf, straightLog, topicOf } from "../../../sandbox/kafka/straight-log.ts";
import { kafkaTool } from "../kafka/kafka-tools.ts";
import { commit, produce } from "./write-requests.ts";

/** What was made on the real broker, and the same as a state for the sandbox's. */
export interface Mirror {
  readonly state: KafkaState;
  /** The first record's time, ms; the next are a second apart. */
  readonly firstMs: number;
  readonly topics: Readonly<Record<"plain" | "deleted" | "transactions", string>>;
  readonly groups: Readonly<Record<"joined" | "commitsOnly" | "newer", string>>;
}

const RECORDS = 40;
const DELETED = 20;
const COMMITTED = 7;
const TRANSACTIONS_END = 11;
const SECOND_MS = 1000;
const OFFSET_BYTES = 8;

type RealOffset = (
  topic: string,
  offset: number,
) => Promise<{ readonly timestampMs: number; readonly producerId: number }>;

interface TextRecord {
  readonly timestampMs: number;
  readonly key: string;
  readonly value: string;
}

const recordAt = (firstMs: number, offset: number): TextRecord => ({
  timestampMs: firstMs + offset * SECOND_MS,
  key: `k${offset % 3}`,
  value: `v${offset}`,
});

/** A record a second from `firstMs` on; `skipped`: without so many of the first ones. */
function log(firstMs: number, end: number, more: Partial<KafkaPartition> = {}, skipped = 0): KafkaPartition {
  return straightLog(end, {
    timestampOf: (offset) => recordAt(firstMs, skipped + offset).timestampMs,
    firstOffsetSince: (timestampMs) => Math.max(0, Math.ceil((timestampMs - firstMs) / SECOND_MS)),
    contentOf: (offset) => recordAt(firstMs, skipped + offset),
    ...more,
  });
}

/** Writes the sandbox's own batches into the real log: the broker checks them before it takes them. */
async function fill(broker: string, topic: string, partition: KafkaPartition): Promise<void> {
  const end = partition.highWatermark(0);
  for (let offset = 0; offset < end;) {
    const batch = batchFrom(partition, offset, end, false);
    if (batch === undefined) throw new Error(`nothing at ${offset}`);
    // The broker gives the offset itself.
    await produce(broker, topic, 0, encodeBatch(partition, batch, false).fill(0, 0, OFFSET_BYTES));
    offset = batch.lastOffset + 1;
  }
}

/** One committed transaction (0 to 2, its marker 3), one aborted (4, 5, marker 6), one that stays open (7, 8). */
async function makeTransactions(kafka: Kafka, topic: string, firstMs: number): Promise<void> {
  const suffix = randomBytes(4).toString("hex");
  const messages = (first: number, end: number): { timestamp: string; key: string; value: string }[] =>
    Array.from({ length: end - first }, (_, index) => {
      const { timestampMs, ...texts } = recordAt(firstMs, first + index);
      return { timestamp: String(timestampMs), ...texts };
    });
  const begin = async (name: string, first: number, end: number) => {
    const producer = kafka.producer({
      transactionalId: `${name}-${suffix}`,
      maxInFlightRequests: 1,
      idempotent: true,
      transactionTimeout: 600_000,
    });
    await producer.connect();
    const transaction = await producer.transaction();
    await transaction.send({ topic, messages: messages(first, end) });
    return { producer, transaction };
  };
  const committed = await begin("committed", 0, 3);
  await committed.transaction.commit();
  const aborted = await begin("aborted", 4, 6);
  await aborted.transaction.abort();
  const open = await begin("open", 7, 9);
  for (const { producer } of [committed, aborted, open]) await producer.disconnect();
}

async function mirroredTransactions(topic: string, firstMs: number, at: RealOffset): Promise<KafkaPartition> {
  const of = async (firstOffset: number, endOffset: number): Promise<KafkaTransaction> => ({
    producerId: (await at(topic, firstOffset)).producerId,
    firstOffset,
    endOffset,
  });
  const transactions: readonly KafkaTransaction[] = [
    { ...(await of(0, 3)), marker: { offset: 3, outcome: "commit" } },
    { ...(await of(4, 6)), marker: { offset: 6, outcome: "abort" } },
    await of(7, 9),
  ];
  const markers = new Map([
    [3, (await at(topic, 3)).timestampMs],
    [6, (await at(topic, 6)).timestampMs],
  ]);
  const timestampOf = (offset: number): number => markers.get(offset) ?? firstMs + offset * SECOND_MS;
  const offsets = Array.from({ length: TRANSACTIONS_END }, (_, offset) => offset);
  return log(firstMs, TRANSACTIONS_END, {
    lastStableOffset: () => 7,
    timestampOf,
    // The markers are later than records after them: times fall here.
    firstOffsetSince: (timestampMs) => offsets.find((offset) => timestampOf(offset) >= timestampMs) ?? TRANSACTIONS_END,
    transactions: (from, to) =>
      transactions.filter(
        ({ firstOffset, endOffset, marker }) => firstOffset < to && (marker?.offset ?? endOffset) >= from,
      ),
  });
}

async function makeGroups(broker: string, admin: Admin, topic: string, groups: Mirror["groups"]): Promise<void> {
  const partitions = [{ partition: 0, offset: String(COMMITTED) }];
  await admin.setOffsets({ groupId: groups.joined, topic, partitions });
  await commit(broker, groups.commitsOnly, topic, COMMITTED);
  const reading = ["--topic", topic, "--group", groups.newer, "--from-beginning", "--max-messages", String(COMMITTED)];
  const newer = ["--consumer-property", "group.protocol=consumer", "--consumer-property", "enable.auto.commit=true"];
  await kafkaTool(broker, "org.apache.kafka.tools.consumer.ConsoleConsumer", [...reading, ...newer]);
}

/** Makes topics and groups on a real broker, and describes the same to the sandbox's. */
export async function makeMirror(broker: string, firstMs: number): Promise<Mirror> {
  const suffix = randomBytes(4).toString("hex");
  const topics = {
    plain: `plain-${suffix}`,
    deleted: `deleted-${suffix}`,
    transactions: `transactions-${suffix}`,
  };
  const groups = {
    joined: `joined-${suffix}`,
    commitsOnly: `commits-only-${suffix}`,
    newer: `newer-${suffix}`,
  };
  const kafka = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  const configEntries = [{ name: "retention.ms", value: "-1" }];
  await admin.createTopics({
    topics: Object.values(topics).map((topic) => ({
      topic,
      numPartitions: topic === topics.plain ? 2 : 1,
      configEntries,
    })),
  });
  const plain = log(firstMs, RECORDS);
  await fill(broker, topics.plain, plain);
  await fill(broker, topics.deleted, plain);
  // So it learns of the leader, which deleting does not ask for.
  await admin.fetchTopicOffsets(topics.deleted);
  await admin.deleteTopicRecords({ topic: topics.deleted, partitions: [{ partition: 0, offset: String(DELETED) }] });
  await makeTransactions(kafka, topics.transactions, firstMs);
  // Behind the open transaction, two records of nobody's.
  await fill(broker, topics.transactions, log(firstMs, 2, {}, TRANSACTIONS_END - 2));
  await makeGroups(broker, admin, topics.plain, groups);
  await admin.disconnect();

  const cluster = innerCluster([broker]);
  await cluster.connect();
  const real = await cluster.findBroker({ nodeId: "1" });
  const at: RealOffset = async (topic, offset) => {
    const partitions = [{ partition: 0, fetchOffset: String(offset), maxBytes: 1_000_000 }];
    const answer = await real.fetch({
      replicaId: -1,
      isolationLevel: 0,
      maxWaitTime: 0,
      topics: [{ topic, partitions }],
    });
    const message = answer.responses[0]?.partitions[0]?.messages.find((one) => one.offset === String(offset));
    return { timestampMs: Number(message?.timestamp), producerId: Number(message?.batchContext.producerId) };
  };
  const transactions = await mirroredTransactions(topics.transactions, firstMs, at);
  const clusterId = (await real.metadata([])).clusterId;
  await cluster.disconnect();

  const configs = { "retention.ms": "-1" };
  const committed = { [`${topics.plain}/0`]: COMMITTED };
  return {
    firstMs,
    topics,
    groups,
    state: {
      clusterId,
      brokers: [{ id: 1 }],
      topics: byName(
        topicOf(topics.plain, [plain, log(firstMs, 0)], configs),
        topicOf(topics.deleted, [{ ...plain, logStartOffset: () => DELETED }], configs),
        topicOf(topics.transactions, [transactions], configs),
      ),
      groups: byName(
        groupOf(groups.joined, committed),
        groupOf(groups.commitsOnly, committed, { protocolType: "" }),
        // A consumer commits where it stands in every partition that it has.
        groupOf(groups.newer, { ...committed, [`${topics.plain}/1`]: 0 }, { type: "consumer" }),
      ),
    },
  };
}
