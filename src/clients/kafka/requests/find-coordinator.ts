import library from "kafkajs/src/protocol/requests/index.js";
import { API } from "../api-keys.ts";
import type { KafkaRequest } from "../kafka-request.ts";

export interface FoundCoordinator {
  readonly errorCode: number;
  readonly coordinator: { readonly nodeId: number; readonly host: string; readonly port: number };
}

export function findCoordinatorRequest(groupId: string): KafkaRequest<FoundCoordinator> {
  return {
    what: "find the group's coordinator",
    apiKey: API.findCoordinator,
    definition: library.requests.GroupCoordinator,
    options: { groupId, coordinatorType: 0 },
    read: (decoded: FoundCoordinator) => decoded,
  };
}
