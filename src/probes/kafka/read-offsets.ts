import type { Answer, KafkaClient, TopicPartition } from "../../clients/kafka-client.ts";
import type { PartitionFacts } from "./lag-facts.ts";

export type PartitionOffsets = Pick<
  PartitionFacts,
  "topic" | "partition" | "committed" | "logStart" | "lastStable" | "highWatermark" | "trouble"
>;

/** One look, commits before ends, which keeps lags from coming out negative. Rejects with ClientError. */
export async function readOffsets(
  kafka: KafkaClient,
  group: string,
  partitions: readonly TopicPartition[],
  signal: AbortSignal,
): Promise<readonly PartitionOffsets[]> {
  return readEndsOf(kafka, partitions, await kafka.committed(group, partitions, signal), signal);
}

/**
 * Where the logs begin and end, beside what was committed before. All three are sent at once: a broker works off what comes by one connection in the
 * order in which it came. The stable offset comes last: asked for before the end it would stay behind by what was written in between, as if a
 * transaction held it back. Rejects with ClientError.
 */
export async function readEndsOf(
  kafka: KafkaClient,
  partitions: readonly TopicPartition[],
  committed: Awaited<ReturnType<KafkaClient["committed"]>>,
  signal: AbortSignal,
): Promise<readonly PartitionOffsets[]> {
  const [starts, ends, stable] = await Promise.all([
    kafka.logStarts(partitions, signal),
    kafka.highWatermarks(partitions, signal),
    kafka.lastStableOffsets(partitions, signal),
  ]);
  const offsets = new Map(committed.map(({ topic, partition, offset }) => [`${topic}/${partition}`, offset]));
  return partitions.map(({ topic, partition }, index) => {
    const [lastStable, highWatermark] = [valueOf(stable[index]), valueOf(ends[index])];
    return {
      topic,
      partition,
      committed: offsets.get(`${topic}/${partition}`) ?? null,
      logStart: valueOf(starts[index]),
      // It may have come past the end that was read before.
      lastStable: lastStable === null || highWatermark === null ? lastStable : Math.min(lastStable, highWatermark),
      highWatermark,
      trouble: troubleOf(starts[index]) ?? troubleOf(stable[index]) ?? troubleOf(ends[index]),
    };
  });
}

function valueOf(answer: Answer<number> | undefined): number | null {
  return answer !== undefined && "value" in answer ? answer.value : null;
}

function troubleOf(answer: Answer<number> | undefined): string | null {
  return answer !== undefined && "trouble" in answer ? `${answer.trouble.words} (${answer.trouble.code})` : null;
}
