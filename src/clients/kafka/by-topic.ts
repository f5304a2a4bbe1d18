import type { TopicPartition } from "../kafka-client.ts";

/** Partitions as requests carry them: grouped by topic. */
export function byTopic<T extends TopicPartition, Shape>(
  partitions: readonly T[],
  shape: (partition: T) => Shape,
): readonly { readonly topic: string; readonly partitions: readonly Shape[] }[] {
  const topics = new Map<string, Shape[]>();
  for (const each of partitions) {
    const shapes = topics.get(each.topic);
    if (shapes === undefined) topics.set(each.topic, [shape(each)]);
    else shapes.push(shape(each));
  }
  return [...topics].map(([topic, shapes]) => ({ topic, partitions: shapes }));
}

/** A partition's key in a map; a topic's name has no slash. */
export function keyOf({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}
