import type { Answer, KafkaClient, TopicPartition } from "../../clients/kafka-client.ts";
import type { PartitionFacts } from "./lag-facts.ts";

export type PartitionOffsets = Pick<
  PartitionFacts,
  "topic" | "partition" | "committed" | "logStart" | "lastStable" | "highWatermark" | "trouble"
>;

/** One look, in the order that keeps lags from coming out negative. Rejects with ClientError. */
export async function readOffsets(
  kafka: KafkaClient,
  group: string,
  partitions: readonly TopicPartition[],
  signal: AbortSignal,
): Promise<readonly PartitionOffsets[]> {
  const committed = await kafka.committed(group, partitions, signal);
  const starts = await kafka.logStarts(partitions, signal);
  const stable = await kafka.lastStableOffsets(partitions, signal);
  const ends = await kafka.highWatermarks(partitions, signal);
  const offsets = new Map(committed.map(({ topic, partition, offset }) => [`${topic}/${partition}`, offset]));
  return partitions.map(({ topic, partition }, index) => ({
    topic,
    partition,
    committed: offsets.get(`${topic}/${partition}`) ?? null,
    logStart: valueOf(starts[index]),
    lastStable: valueOf(stable[index]),
    highWatermark: valueOf(ends[index]),
    trouble: troubleOf(starts[index]) ?? troubleOf(stable[index]) ?? troubleOf(ends[index]),
  }));
}

function valueOf(answer: Answer<number> | undefined): number | null {
  return answer !== undefined && "value" in answer ? answer.value : null;
}

function troubleOf(answer: Answer<number> | undefined): string | null {
  return answer !== undefined && "trouble" in answer ? `${answer.trouble.words} (${answer.trouble.code})` : null;
}
