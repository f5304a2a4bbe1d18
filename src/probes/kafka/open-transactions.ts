import type { KafkaClient } from "../../clients/kafka-client.ts";
import type { Unread } from "./lag-facts.ts";
import type { PartitionOffsets } from "./read-offsets.ts";

/** A hung producer holds back a few partitions; of very many the first ones are proof enough. */
const LOOKED_AT = 100;

/** Since when a transaction holds back each partition's last stable offset; null where none does, or its first record may not be read. */
export async function readOpenTransactions(
  kafka: KafkaClient,
  partitions: readonly PartitionOffsets[],
  unread: readonly (Unread | null)[],
  signal: AbortSignal,
): Promise<readonly (number | null)[]> {
  const since: (number | null)[] = partitions.map(() => null);
  const questions = partitions
    .map(({ topic, partition, committed, lastStable, highWatermark }, index) => {
      if (lastStable === null || highWatermark === null || lastStable >= highWatermark) return null;
      const known = unread[index];
      // Of a group that waits right there it is known already.
      if (committed === lastStable && known?.kind === "record") {
        since[index] = known.timestampMs;
        return null;
      }
      return { topic, partition, index, offset: lastStable, lastStableOffset: lastStable, highWatermark };
    })
    .filter((question) => question !== null)
    .slice(0, LOOKED_AT);
  if (questions.length === 0) return since;
  const answers = await kafka.firstUnread(questions, signal);
  for (const [place, { index }] of questions.entries()) {
    const answer = answers[place];
    if (answer !== undefined && "value" in answer) since[index] = answer.value?.timestampMs ?? null;
  }
  return since;
}
