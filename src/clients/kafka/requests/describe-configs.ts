import library from "kafkajs/src/protocol/requests/index.js";
import { API } from "../api-keys.ts";
import type { KafkaRequest } from "../kafka-request.ts";

export interface DescribedTopic {
  readonly errorCode: number;
  readonly resourceName: string;
  readonly configEntries: readonly { readonly configName: string; readonly configValue: string | null }[];
}

const TOPIC = 2;

export function describeTopicsRequest(
  topics: readonly string[],
  configNames: readonly string[],
): KafkaRequest<readonly DescribedTopic[]> {
  return {
    what: "read the topics' settings",
    apiKey: API.describeConfigs,
    definition: library.requests.DescribeConfigs,
    options: { resources: topics.map((name) => ({ type: TOPIC, name, configNames })) },
    read: ({ resources }: { readonly resources: readonly DescribedTopic[] }) => resources,
  };
}
