import errors from "kafkajs/src/protocol/error.js";
import type { KafkaTrouble } from "../kafka-client.ts";

/** Errors that came after kafkajs's list of them was closed, and plainer words for the commonest of the rest. */
const OWN: Readonly<Record<number, readonly [code: string, words: string]>> = {
  1: ["OFFSET_OUT_OF_RANGE", "the offset is outside of the log"],
  3: ["UNKNOWN_TOPIC_OR_PARTITION", "the cluster has no such topic or partition"],
  5: ["LEADER_NOT_AVAILABLE", "the partition has no leader"],
  6: ["NOT_LEADER_OR_FOLLOWER", "the partition's leader has moved"],
  9: ["REPLICA_NOT_AVAILABLE", "the partition's replica is not available"],
  29: ["TOPIC_AUTHORIZATION_FAILED", "this user may not describe or read the topic"],
  30: ["GROUP_AUTHORIZATION_FAILED", "this user may not describe the group"],
  31: ["CLUSTER_AUTHORIZATION_FAILED", "this user may not do that in this cluster"],
  69: ["GROUP_ID_NOT_FOUND", "there is no such group"],
  74: ["FENCED_LEADER_EPOCH", "the partition's leader has moved"],
  75: ["UNKNOWN_LEADER_EPOCH", "the partition's leader has moved"],
  78: ["OFFSET_NOT_AVAILABLE", "the partition's new leader does not know its end yet"],
};

/** null for 0, which is no error. */
export function troubleOf(code: number): KafkaTrouble | null {
  if (code === 0) return null;
  const own = OWN[code];
  if (own !== undefined) return { code: own[0], words: own[1] };
  const { type, message } = errors.createErrorFromCode(code);
  return { code: type === "KAFKAJS_UNKNOWN_ERROR_CODE" ? `error ${code}` : type, words: message };
}

const MOVED = [
  "LEADER_NOT_AVAILABLE",
  "NOT_LEADER_OR_FOLLOWER",
  "REPLICA_NOT_AVAILABLE",
  "FENCED_LEADER_EPOCH",
  "UNKNOWN_LEADER_EPOCH",
  "OFFSET_NOT_AVAILABLE",
  "KAFKA_STORAGE_ERROR",
];

/** Another broker, or the same one in a moment, may answer. */
export function hasMoved({ code }: KafkaTrouble): boolean {
  return MOVED.includes(code);
}
