import library from "kafkajs/src/protocol/requests/index.js";
import { API } from "../api-keys.ts";
import type { KafkaRequest } from "../kafka-request.ts";

export interface Metadata {
  readonly brokers: readonly { readonly nodeId: number; readonly host: string; readonly port: number }[];
  readonly topicMetadata: readonly {
    readonly topicErrorCode: number;
    readonly topic: string;
    readonly partitionMetadata: readonly { readonly partitionId: number; readonly leader: number }[];
  }[];
}

/** Never creates a topic by asking for it. `topics` must not be empty: kafkajs would then ask for all. */
export function metadataRequest(topics: readonly string[]): KafkaRequest<Metadata> {
  return {
    what: "read the cluster's metadata",
    apiKey: API.metadata,
    definition: library.requests.Metadata,
    options: { topics, allowAutoTopicCreation: false },
    read: (decoded: Metadata) => decoded,
  };
}
