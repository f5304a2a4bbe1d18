import { ErrorCode } from "./error-codes.ts";
import type { KafkaPartition } from "./kafka-state.ts";
import type { RequestContext } from "./request-context.ts";
import { may } from "./request-context.ts";

type Found = { readonly error: 0; readonly partition: KafkaPartition } | { readonly error: number };

/**
 * Finds partitions for requests that only the leader answers, with the error code that stands in a partition's place.
 * Access and the list of partitions are asked once for each topic, since a request may name thousands.
 */
export function partitionFinder(
  context: RequestContext,
  operation: "Describe" | "Read",
  atMs: number,
): (topic: string, index: number) => Found {
  const known = new Map<string, readonly KafkaPartition[] | undefined>();
  const partitionsOf = (topic: string): readonly KafkaPartition[] | undefined => {
    if (!known.has(topic)) {
      const isAllowed = may(context, operation, "topic", topic);
      known.set(topic, isAllowed ? (context.state.topics.get(topic)?.partitions(atMs) ?? []) : undefined);
    }
    return known.get(topic);
  };
  return (topic, index) => {
    const partitions = partitionsOf(topic);
    if (partitions === undefined) {
      return { error: ErrorCode.topicAuthorizationFailed };
    }
    const partition = partitions[index];
    if (partition === undefined) {
      return { error: ErrorCode.unknownTopicOrPartition };
    }
    const isLeader = partition.leader(atMs) === context.brokerId;
    return isLeader ? { error: ErrorCode.none, partition } : { error: ErrorCode.notLeaderOrFollower };
  };
}
