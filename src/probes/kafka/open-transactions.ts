import type { KafkaClient } from "../../clients/kafka-client.ts";
import type { OpenSince, Unread } from "./lag-facts.ts";
import type { PartitionOffsets } from "./read-offsets.ts";

/** A hung producer holds back a few partitions; of very many the first ones are proof enough. */
export const LOOKED_AT = 100;

/** Since when a transaction holds back each partition's last stable offset. What was not looked at is no sign that none does. */
export async function readOpenTransactions(
  kafka: KafkaClient,
  partitions: readonly PartitionOffsets[],
  unread: readonly (Unread | null)[],
  signal: AbortSignal,
): Promise<readonly OpenSince[]> {
  const since: OpenSince[] = partitions.map(() => null);
  const questions = partitions
    .map(({ topic, partition, committed, lastStable, highWatermark }, index) => {
      if (highWatermark === null || (lastStable !== null && lastStable >= highWatermark)) return null;
      since[index] = "untold";
      if (lastStable === null) return null;
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
    if (answer === undefined || "trouble" in answer) continue;
    // Nothing left to read there: it has ended since.
    if (answer.value === null) since[index] = null;
    else if (answer.value.timestampMs >= 0) since[index] = answer.value.timestampMs;
  }
  return since;
}
