import { ClientError } from "../../clients/client-error.ts";
import type { KafkaClient, KafkaTrouble, TopicPartition } from "../../clients/kafka-client.ts";
import type { LagFacts } from "./lag-facts.ts";

type Committed = Awaited<ReturnType<KafkaClient["committed"]>>;

export interface FoundPartitions {
  readonly partitions: readonly TopicPartition[];
  readonly missing: LagFacts["missing"];
  /** What the group has committed, where that was asked to find its topics. */
  readonly committed: Committed | null;
}

/**
 * All partitions of the topics, those without a commit too: new ones are lag as well. Without names, of the topics that the group has commits for.
 * Rejects with ClientError for a named topic that is not there or may not be described.
 */
export async function findPartitions(
  kafka: KafkaClient,
  group: string,
  names: readonly string[],
  signal: AbortSignal,
): Promise<FoundPartitions> {
  const committed = names.length > 0 ? null : await kafka.committed(group, null, signal);
  const asked = committed === null ? names : topicsOf(committed);
  const answers = await kafka.topics(asked, signal);
  const partitions: TopicPartition[] = [];
  const missing: LagFacts["missing"][number][] = [];
  for (const [index, topic] of asked.entries()) {
    const answer = answers[index];
    if (answer === undefined) continue;
    if ("value" in answer) partitions.push(...answer.value.partitions.map(({ partition }) => ({ topic, partition })));
    else if (names.length > 0) throw topicFailure(topic, answer.trouble, kafka.bootstrap);
    else missing.push({ topic, words: answer.trouble.words });
  }
  return { partitions, missing, committed };
}

function topicsOf(committed: Committed): readonly string[] {
  const topics = committed.filter(({ offset }) => offset !== null).map(({ topic }) => topic);
  return [...new Set(topics)].sort();
}

function topicFailure(topic: string, { code, words }: KafkaTrouble, bootstrap: string): ClientError {
  if (code === "UNKNOWN_TOPIC_OR_PARTITION")
    return new ClientError(
      "not-found",
      `Kafka at ${bootstrap} has no topic ${topic}, or does not show it to this user`,
      "check the name; without the ACL Describe on it a topic may look as if it were not there",
    );
  if (code === "TOPIC_AUTHORIZATION_FAILED")
    return new ClientError(
      "forbidden",
      `this user may not describe topic ${topic} at ${bootstrap}, or it does not exist`,
      `ask for the ACL: Describe on topic ${topic}`,
    );
  return new ClientError(
    "server-error",
    `topic ${topic} at ${bootstrap}: ${words} (${code})`,
    "run it again in a moment",
  );
}
