import library from "kafkajs/src/protocol/requests/index.js";
import type { TopicPartition } from "../../kafka-client.ts";
import { API } from "../api-keys.ts";
import { byTopic } from "../by-topic.ts";
import type { KafkaRequest } from "../kafka-request.ts";

/** Kafka's stand-ins for timestamps. */
export const LATEST = -1;
export const EARLIEST = -2;

export interface OffsetQuestion extends TopicPartition {
  readonly timestampMs: number;
}

export interface ListedOffset extends TopicPartition {
  readonly errorCode: number;
  /** -1: there is none. */
  readonly offset: number;
  /** Of the record at `offset`, where a time was asked for; else -1. */
  readonly timestampMs: number;
}

interface Decoded {
  readonly responses: readonly {
    readonly topic: string;
    readonly partitions: readonly {
      readonly partition: number;
      readonly errorCode: number;
      readonly timestamp: string;
      readonly offset: string;
    }[];
  }[];
}

/** `committed`: the latest offset is the last stable one; else the high watermark. kafkajs's own calls know only the former. */
export function listOffsetsRequest(
  questions: readonly OffsetQuestion[],
  isolation: "committed" | "uncommitted",
): KafkaRequest<readonly ListedOffset[]> {
  return {
    what: "list offsets",
    apiKey: API.listOffsets,
    definition: { ...library.requests.ListOffsets, versions: ["2", "3"] },
    options: {
      replicaId: -1,
      isolationLevel: isolation === "committed" ? 1 : 0,
      topics: byTopic(questions, ({ partition, timestampMs }) => ({ partition, timestamp: timestampMs })),
    },
    read: ({ responses }: Decoded) =>
      responses.flatMap(({ topic, partitions }) =>
        partitions.map(({ partition, errorCode, timestamp, offset }) => ({
          topic,
          partition,
          errorCode,
          offset: Number(offset),
          timestampMs: Number(timestamp),
        })),
      ),
  };
}
