import library from "kafkajs/src/protocol/requests/index.js";
import { ClientError } from "../../client-error.ts";
import { API } from "../api-keys.ts";
import type { KafkaRequest } from "../kafka-request.ts";

export interface DescribedGroup {
  readonly errorCode: number;
  readonly state: string;
  readonly protocolType: string;
  readonly members: readonly unknown[];
}

/** Rejects with ClientError where the answer speaks of no group. Of the classic protocol; a group of the newer one is Dead here. */
export function describeGroupRequest(groupId: string): KafkaRequest<DescribedGroup> {
  return {
    what: "describe the group",
    apiKey: API.describeGroups,
    definition: library.requests.DescribeGroups,
    options: { groupIds: [groupId] },
    read({ groups }: { readonly groups: readonly DescribedGroup[] }) {
      const [described] = groups;
      if (described !== undefined) return described;
      const words = `describe the group: Kafka's answer does not speak of group ${groupId}`;
      throw new ClientError("unexpected-answer", words, "run it again; see the log of the group's coordinator");
    },
  };
}
