import { createKafkaServer, type KafkaServer } from "../../../src/sandbox/kafka/kafka-server.ts";
import { byName, groupOf, straightLog, topicOf } from "../../sandbox/kafka/straight-log.ts";
import type { KafkaFault } from "./kafka-faults.ts";

/** One real broker that refuses, or lacks what is asked for. */
export function kafkaScene(behind: NonNullable<KafkaFault["behind"]>, now: () => number): KafkaServer {
  const log = straightLog(100, behind === "no leader" ? { leader: () => -1 } : {});
  const state = {
    clusterId: "fault-matrix",
    brokers: [{ id: 1 }],
    topics: behind === "no such topic" ? new Map() : byName(topicOf("feature-events", [log])),
    groups: byName(groupOf("zipline-consumer", { "feature-events/0": 100 }, { protocolType: "" })),
    ...(behind === "no rights" && { authorizes: () => false }),
  };
  return createKafkaServer({ state, now, ...(behind === "passwords" && { users: new Map([["bigops", "x"]]) }) });
}
