import type { KafkaPartition, KafkaState } from "../src/sandbox/kafka/kafka-state.ts";

const BROKERS = [1, 2, 3];
const TOPICS = 10;
const DAY_MS = 86_400_000;
/** Between two records of a partition. */
const STEP_MS = 100;
/** One partition lags by so much more than the one before it. */
export const LAG_STEP = 10;

export const GROUP = "zipline-consumer";
export const TOPIC_NAMES = Array.from({ length: TOPICS }, (_, index) => `events-${index}`);

/** A cluster of three brokers and many partitions, each with a day of records, that one group reads from behind. */
export function wideCluster(partitions: number, startedAtMs: number): KafkaState {
  const firstMs = startedAtMs - DAY_MS;
  const offsetAt = (timestampMs: number): number => Math.max(0, Math.ceil((timestampMs - firstMs) / STEP_MS));
  const all = Array.from({ length: partitions / TOPICS }, (_, index): KafkaPartition => ({
    leader: () => BROKERS[index % BROKERS.length] ?? -1,
    logStartOffset: () => 0,
    highWatermark: offsetAt,
    timestampOf: (offset) => firstMs + offset * STEP_MS,
    firstOffsetSince: offsetAt,
  }));
  return {
    clusterId: "bench",
    brokers: BROKERS.map((id) => ({ id })),
    topics: new Map(TOPIC_NAMES.map((name) => [name, { name, partitions: () => all }])),
    groups: new Map([
      [
        GROUP,
        {
          id: GROUP,
          type: "classic",
          protocolType: "consumer",
          at: () => ({ state: "Empty", members: [] }),
          committedOffset: (_topic, partition, atMs) => offsetAt(atMs) - partition * LAG_STEP,
        },
      ],
    ]),
  };
}
