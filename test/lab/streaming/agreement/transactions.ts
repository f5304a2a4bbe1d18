import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Kafka } from "kafkajs";
import type { KafkaPartition, KafkaTransaction } from "../../../../src/sandbox/kafka/kafka-state.ts";
import { sent } from "../../../sandbox/kafka/raw-client.ts";
import { listOffsetsRequest } from "../../../sandbox/kafka/requests.ts";
import { fill, recordAt, textLog } from "./text-log.ts";

const END = 11;
const PATIENCE_MS = 10_000;
const POLL_MS = 20;

/** What really stands at an offset. */
export type RealOffset = (
  topic: string,
  offset: number,
) => Promise<{ readonly timestampMs: number; readonly producerId: number }>;

/** A marker is written some time after the commit has been answered. */
async function reached(broker: string, topic: string, end: number): Promise<void> {
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += POLL_MS) {
    const { answer } = await sent(broker, listOffsetsRequest(0, { [topic]: [[0, -1]] }));
    // The offset stands last.
    if (answer.readBigInt64BE(answer.length - 8) === BigInt(end)) return;
    await sleep(POLL_MS);
  }
  throw new Error(`${topic} did not reach ${end} within ${PATIENCE_MS} ms`);
}

/** One committed transaction (0 to 2, its marker 3), one aborted (4, 5, marker 6), one that stays open (7, 8), and two records of nobody's (9, 10). */
export async function makeTransactions(broker: string, kafka: Kafka, topic: string, firstMs: number): Promise<void> {
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
  await reached(broker, topic, 4);
  const aborted = await begin("aborted", 4, 6);
  await aborted.transaction.abort();
  await reached(broker, topic, 7);
  const open = await begin("open", 7, 9);
  for (const { producer } of [committed, aborted, open]) await producer.disconnect();
  await fill(broker, topic, textLog(firstMs, 2, {}, END - 2));
}

/** The same for the sandbox, with the real markers' times. */
export async function mirroredTransactions(topic: string, firstMs: number, at: RealOffset): Promise<KafkaPartition> {
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
  const timestampOf = (offset: number): number => markers.get(offset) ?? recordAt(firstMs, offset).timestampMs;
  const offsets = Array.from({ length: END }, (_, offset) => offset);
  return textLog(firstMs, END, {
    lastStableOffset: () => 7,
    timestampOf,
    // The markers are later than records after them: times fall here.
    firstOffsetSince: (timestampMs) => offsets.find((offset) => timestampOf(offset) >= timestampMs) ?? END,
    transactions: (from, to) =>
      transactions.filter(
        ({ firstOffset, endOffset, marker }) => firstOffset < to && (marker?.offset ?? endOffset) >= from,
      ),
  });
}
