import library from "kafkajs/src/protocol/requests/index.js";
import { API } from "../api-keys.ts";
import type { KafkaRequest } from "../kafka-request.ts";

export interface DescribedGroup {
  readonly errorCode: number;
  readonly state: string;
  readonly protocolType: string;
  readonly members: readonly unknown[];
}

/** Of the classic protocol; a group of the newer one is Dead here. */
export function describeGroupRequest(groupId: string): KafkaRequest<DescribedGroup | null> {
  return {
    what: "describe the group",
    apiKey: API.describeGroups,
    definition: library.requests.DescribeGroups,
    options: { groupIds: [groupId] },
    read: ({ groups }: { readonly groups: readonly DescribedGroup[] }) => groups[0] ?? null,
  };
}
