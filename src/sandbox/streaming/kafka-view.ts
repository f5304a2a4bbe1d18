import type { KafkaPartition, KafkaState, KafkaTopic } from "../kafka/kafka-state.ts";
import { uuidFrom } from "../random.ts";
import { GROUP, type StreamingPlatform } from "./streaming-platform.ts";
import type { Partition, Topic } from "./topics.ts";

const BROKERS = [1, 2] as const;

/** What the embedded brokers answer from: the pipeline's topics, and the group that Flink commits to. Every time that is asked about brings the pipeline there. */
export function kafkaView(platform: StreamingPlatform): KafkaState {
  return {
    clusterId: uuidFrom(`${platform.seed}/kafka`).replaceAll("-", "").slice(0, 22),
    brokers: BROKERS.map((id) => ({ id })),
    topics: new Map(platform.topics.map((topic) => [topic.name, topicView(platform, topic)])),
    groups: new Map([
      [
        GROUP,
        {
          id: GROUP,
          type: "classic",
          // Flink's source only ever commits: nobody joins the group.
          protocolType: "",
          coordinator: 1,
          at: () => ({ state: "Empty", members: [] }),
          committedOffset: (topic, partition, atMs) => {
            platform.advanceTo(atMs);
            return platform.committedOffset(topic, partition);
          },
        },
      ],
    ]),
  };
}

function topicView(platform: StreamingPlatform, topic: Topic): KafkaTopic {
  const partitions = topic.partitions.map((partition) => partitionView(platform, partition));
  return {
    name: topic.name,
    // By getter: somebody may have changed it since.
    get configs() {
      return { "retention.ms": String(topic.retentionMs(platform.nowMs)) };
    },
    partitions: () => partitions,
  };
}

function partitionView({ fault, startedAtMs }: StreamingPlatform, one: Partition): KafkaPartition {
  const { transaction } = fault;
  const here = transaction?.topic === one.topic && transaction.partition === one.partition;
  const first = one.log.highWatermark(startedAtMs + (transaction?.atMs ?? 0));
  const markerAtMs = transaction?.endMs === undefined ? undefined : startedAtMs + transaction.endMs;
  return {
    leader: () => BROKERS[one.partition % BROKERS.length] ?? 1,
    logStartOffset: (atMs) => one.logStartOffset(atMs),
    highWatermark: (atMs) => one.log.highWatermark(atMs),
    timestampOf: (offset) => one.log.timestampOf(offset),
    firstOffsetSince: (timestampMs) => one.log.firstOffsetSince(timestampMs),
    ...(here
      ? {
          lastStableOffset: (atMs: number) => one.lastStableOffset(atMs),
          transactions: (fromOffset: number, toOffset: number) =>
            first + RECORDS_IN_TRANSACTION <= fromOffset || first >= toOffset
              ? []
              : [
                  {
                    producerId: 4711,
                    firstOffset: first,
                    endOffset: first + RECORDS_IN_TRANSACTION,
                    ...(markerAtMs === undefined
                      ? {}
                      : { marker: { offset: one.log.highWatermark(markerAtMs), outcome: "commit" as const } }),
                  },
                ],
        }
      : {}),
  };
}

const RECORDS_IN_TRANSACTION = 3;
