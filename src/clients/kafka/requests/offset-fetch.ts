import library from "kafkajs/src/protocol/requests/index.js";
import type { CommittedOffset, TopicPartition } from "../../kafka-client.ts";
import { API } from "../api-keys.ts";
import { byTopic } from "../by-topic.ts";
import type { KafkaRequest } from "../kafka-request.ts";

export interface FetchedOffsets {
  readonly errorCode: number;
  readonly offsets: readonly (CommittedOffset & { readonly errorCode: number })[];
}

interface Decoded {
  readonly errorCode: number;
  readonly responses: readonly {
    readonly topic: string;
    readonly partitions: readonly {
      readonly partition: number;
      readonly offset: string;
      readonly errorCode: number;
    }[];
  }[];
}

/** `partitions` null: of all topics. */
export function offsetFetchRequest(
  groupId: string,
  partitions: readonly TopicPartition[] | null,
): KafkaRequest<FetchedOffsets> {
  return {
    what: "read the group's commits",
    apiKey: API.offsetFetch,
    definition: { ...library.requests.OffsetFetch, versions: ["3", "4"] },
    // For kafkajs no topics are all topics.
    options: { groupId, topics: byTopic(partitions ?? [], ({ partition }) => ({ partition })) },
    read: ({ errorCode, responses }: Decoded) => ({
      errorCode,
      offsets: responses.flatMap(({ topic, partitions: answers }) =>
        answers.map((answer) => ({
          topic,
          partition: answer.partition,
          errorCode: answer.errorCode,
          offset: answer.offset === "-1" ? null : Number(answer.offset),
        })),
      ),
    }),
  };
}
