import { createRequire } from "node:module";
import { Kafka, logLevel, type Admin } from "kafkajs";
import { createKafkaServer, type KafkaServer } from "../../../src/sandbox/kafka/kafka-server.ts";
import type { KafkaState } from "../../../src/sandbox/kafka/kafka-state.ts";

type Options = Parameters<typeof createKafkaServer>[0];

interface ListedOffset {
  readonly partition: number;
  readonly errorCode: number;
  readonly timestamp: string;
  readonly offset: string;
}

export interface FetchedMessage {
  readonly offset: string;
  readonly timestamp: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly isControlRecord: boolean;
}

export interface FetchedPartition {
  readonly partition: number;
  readonly errorCode: number;
  readonly highWatermark: string;
  readonly lastStableOffset: string;
  readonly lastStartOffset: string;
  readonly abortedTransactions: readonly { readonly producerId: string; readonly firstOffset: string }[];
  readonly messages: readonly FetchedMessage[];
}

type Topics<T> = readonly { readonly topic: string; readonly partitions: readonly T[] }[];

/** kafkajs's own broker, which its types do not show whole. */
export interface InnerBroker {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  listOffsets(asked: {
    replicaId: -1;
    isolationLevel: 0 | 1;
    topics: Topics<{ readonly partition: number; readonly timestamp: string }>;
  }): Promise<{ responses: readonly { topic: string; partitions: readonly ListedOffset[] }[] }>;
  fetch(asked: {
    replicaId: -1;
    isolationLevel: 0 | 1;
    maxWaitTime?: number;
    minBytes?: number;
    maxBytes?: number;
    topics: Topics<{ readonly partition: number; readonly fetchOffset: string; readonly maxBytes: number }>;
  }): Promise<{ responses: readonly { topicName: string; partitions: readonly FetchedPartition[] }[] }>;
}

interface InnerCluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  refreshMetadata(): Promise<void>;
  findBroker(which: { nodeId: string }): Promise<InnerBroker>;
}

const require = createRequire(import.meta.url);
const Cluster = require("kafkajs/src/cluster") as new (options: object) => InnerCluster;
const { createLogger } = require("kafkajs/src/loggers") as { createLogger: (options: object) => unknown };
const socketFactory = (require("kafkajs/src/network/socketFactory") as () => unknown)();

const TIMEOUTS = { connectionTimeout: 2000, requestTimeout: 5000, retry: { retries: 1, initialRetryTime: 20 } };

export interface BrokerPlace {
  readonly brokers: readonly string[];
  readonly kafka: Kafka;
  readonly admin: Admin;
  /** kafkajs's connection to one broker, by its node id. */
  broker(id: number): Promise<InnerBroker>;
  close(): Promise<void>;
}

/** The embedded brokers over a state whose clock stands still unless told otherwise, and kafkajs beside them. */
export async function brokerPlace(
  state: KafkaState,
  more: Partial<Options> & { readonly sasl?: { readonly username: string; readonly password: string } } = {},
): Promise<BrokerPlace> {
  const { sasl, ...options } = more;
  const server: KafkaServer = createKafkaServer({ state, now: () => 0, ...options });
  const brokers = [...(await server.listen())];
  const kafka = new Kafka({
    brokers,
    logLevel: logLevel.NOTHING,
    ...TIMEOUTS,
    ...(sasl === undefined ? {} : { sasl: { mechanism: "plain", ...sasl } }),
  });
  const admin = kafka.admin();
  const logger = createLogger({ level: logLevel.NOTHING, logCreator: () => () => {} });
  const cluster = new Cluster({ brokers, logger, socketFactory, metadataMaxAge: 60_000, ...TIMEOUTS });
  let isClusterUp = false;
  return {
    brokers,
    kafka,
    admin,
    broker: async (id) => {
      if (!isClusterUp) {
        isClusterUp = true;
        await cluster.connect();
        await cluster.refreshMetadata();
      }
      return cluster.findBroker({ nodeId: String(id) });
    },
    close: async () => {
      await admin.disconnect();
      await cluster.disconnect();
      await server.close();
    },
  };
}
