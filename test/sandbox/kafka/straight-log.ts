import type {
  KafkaGroup,
  KafkaGroupMoment,
  KafkaPartition,
  KafkaTopic,
} from "../../../src/sandbox/kafka/kafka-state.ts";

/** A record a second from 0 ms on: the record at offset n was made at n seconds, and `end` of them are there. */
export function straightLog(end: number, more: Partial<KafkaPartition> = {}): KafkaPartition {
  return {
    leader: () => 1,
    logStartOffset: () => 0,
    highWatermark: () => end,
    timestampOf: (offset) => offset * 1000,
    firstOffsetSince: (timestampMs) => Math.ceil(timestampMs / 1000),
    ...more,
  };
}

export function topicOf(name: string, partitions: readonly KafkaPartition[], configs = {}): KafkaTopic {
  return { name, configs, partitions: () => partitions };
}

const EMPTY: KafkaGroupMoment = { state: "Empty", members: [] };

/** A group with the same committed offsets at all times, by "topic/partition". */
export function groupOf(
  id: string,
  committed: Readonly<Record<string, number>>,
  more: Partial<KafkaGroup> = {},
): KafkaGroup {
  return {
    id,
    type: "classic",
    protocolType: "consumer",
    at: () => EMPTY,
    committedOffset: (topic, partition) => committed[`${topic}/${partition}`],
    ...more,
  };
}

/** By name or id, as a state holds them. */
export function byName<T extends { readonly name: string } | { readonly id: string }>(
  ...all: readonly T[]
): ReadonlyMap<string, T> {
  return new Map(all.map((one) => ["name" in one ? one.name : one.id, one]));
}
