import { createRequire } from "node:module";
import { logLevel } from "kafkajs";

interface ListedOffset {
  readonly partition: number;
  readonly errorCode: number;
  readonly timestamp: string;
  readonly offset: string;
}

interface FetchedMessage {
  readonly offset: string;
  readonly timestamp: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly isControlRecord: boolean;
  readonly batchContext: { readonly producerId: string; readonly inTransaction: boolean };
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
  metadata(topics: readonly string[]): Promise<{ readonly clusterId: string }>;
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

export interface InnerCluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  findBroker(which: { nodeId: string }): Promise<InnerBroker>;
}

const require = createRequire(import.meta.url);
const Cluster = require("kafkajs/src/cluster") as new (options: object) => InnerCluster & {
  refreshMetadata(): Promise<void>;
};
const { createLogger } = require("kafkajs/src/loggers") as { createLogger: (options: object) => unknown };
const socketFactory = (require("kafkajs/src/network/socketFactory") as () => unknown)();

export const TIMEOUTS = { connectionTimeout: 2000, requestTimeout: 5000, retry: { retries: 1, initialRetryTime: 20 } };

/** kafkajs's own view of a cluster, for requests to one broker; silent. */
export function innerCluster(brokers: readonly string[]): InnerCluster {
  const logger = createLogger({ level: logLevel.NOTHING, logCreator: () => () => {} });
  const cluster = new Cluster({ brokers, logger, socketFactory, metadataMaxAge: 60_000, ...TIMEOUTS });
  return {
    connect: async () => {
      await cluster.connect();
      await cluster.refreshMetadata();
    },
    disconnect: () => cluster.disconnect(),
    findBroker: (which) => cluster.findBroker(which),
  };
}
