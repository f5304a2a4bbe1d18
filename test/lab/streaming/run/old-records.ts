import { Kafka, logLevel } from "kafkajs";
import { waitUntil } from "../../process/wait-until.ts";

/** How old a record is when it is written: far beyond the 5 minutes that a group may lag. */
export const RECORD_AGE_SECONDS = 3_600;

/** One request may hold no more than 1 MB for a partition. */
const REQUEST_BYTES = 500_000;

export type OldRecords = {
  readonly topic: string;
  readonly partition?: number;
  readonly records: number;
  readonly bytes?: number;
};

/** Topics whose records are an hour old as soon as they are written, so that a group need not wait to lag. */
export interface OldTopics {
  readonly create: (topic: string, partitions?: number) => Promise<void>;
  readonly write: (wanted: OldRecords) => Promise<void>;
  /** As a retention that is over does. */
  readonly expireBefore: (topic: string, offset: number) => Promise<void>;
  /** Writes and leaves its transaction open, as a producer that was killed does. */
  readonly writeUnended: (wanted: OldRecords) => Promise<void>;
  /** Writes some records each second until it is stopped. */
  readonly trickle: (topic: string, perSecond: number) => () => void;
  readonly close: () => Promise<void>;
}

export async function oldTopics(broker: string): Promise<OldTopics> {
  const kafka = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  const producer = kafka.producer();
  await Promise.all([admin.connect(), producer.connect()]);
  const timers = new Set<NodeJS.Timeout>();
  const messagesOf = ({ partition = 0, bytes = 2 }: OldRecords, count: number) => {
    const timestamp = String(Date.now() - RECORD_AGE_SECONDS * 1_000);
    return Array.from({ length: count }, () => ({ partition, timestamp, value: "x".repeat(bytes) }));
  };
  return {
    create: async (topic, partitions = 1) => {
      const keep = [{ name: "retention.ms", value: "-1" }];
      const wanted = { topic, numPartitions: partitions, configEntries: keep };
      // A broker that is busy has it a moment later; kafkajs's own waiting takes that for an error.
      await admin.createTopics({ topics: [wanted], waitForLeaders: false });
      await waitUntil(`the topic ${topic}`, async () => (await admin.fetchTopicOffsets(topic)).length === partitions);
    },
    write: async (wanted) => {
      const atOnce = Math.ceil(REQUEST_BYTES / (wanted.bytes ?? 100));
      for (let left = wanted.records; left > 0; left -= atOnce)
        await producer.send({ topic: wanted.topic, messages: messagesOf(wanted, Math.min(left, atOnce)) });
    },
    expireBefore: async (topic, offset) => {
      // So it learns of the leader, which deleting does not ask for.
      await admin.fetchTopicOffsets(topic);
      await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: String(offset) }] });
    },
    writeUnended: async (wanted) => {
      const options = { transactionalId: `unended-${wanted.topic}`, maxInFlightRequests: 1, idempotent: true };
      const unended = kafka.producer({ ...options, transactionTimeout: 600_000 });
      await unended.connect();
      const transaction = await unended.transaction();
      await transaction.send({ topic: wanted.topic, messages: messagesOf(wanted, wanted.records) });
      await unended.disconnect();
    },
    trickle: (topic, perSecond) => {
      const wanted = { topic, records: perSecond };
      const timer = setInterval(() => {
        // A record that is not written is one that is not late: its test then says so.
        producer.send({ topic, messages: messagesOf(wanted, perSecond) }).catch(() => undefined);
      }, 1_000);
      timers.add(timer);
      return () => clearInterval(timer);
    },
    close: async () => {
      for (const timer of timers) clearInterval(timer);
      await Promise.all([admin.disconnect(), producer.disconnect()]);
    },
  };
}
