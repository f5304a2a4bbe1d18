import { hash32 } from "../random.ts";
import type { KafkaState } from "./kafka-state.ts";

/** The id of the broker that coordinates the group, whether there is such a group or not. */
export function coordinatorOf(state: KafkaState, groupId: string): number {
  const chosen = state.groups.get(groupId)?.coordinator;
  return chosen ?? state.brokers[hash32(groupId) % state.brokers.length]?.id ?? -1;
}
