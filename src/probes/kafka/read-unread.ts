import type { Answer, KafkaClient, UnreadRecord } from "../../clients/kafka-client.ts";
import { bisectTimes } from "./bisect-times.ts";
import type { Unread } from "./lag-facts.ts";
import type { PartitionOffsets } from "./read-offsets.ts";

/** How ages are found: by reading each partition's first unread record, by bisecting times, or by whichever is cheaper. */
export type SecondsBy = "auto" | "records" | "bisect";

interface Lagging extends PartitionOffsets {
  readonly index: number;
  /** Where the group goes on: behind what was deleted. */
  readonly from: number;
  readonly highWatermark: number;
  readonly lastStable: number;
}

/** From so many partitions on reading records costs more than bisecting. */
const MANY = 200;
/** Of the oldest found by bisecting, so many are read all the same: theirs is the number that is shown. */
const REFINED = 20;

/** The age of each partition's first unread record; null where nothing is unread. In the order of the partitions. */
export async function readUnread(
  kafka: KafkaClient,
  partitions: readonly PartitionOffsets[],
  { by, nowMs }: { readonly by: SecondsBy; readonly nowMs: number },
  signal: AbortSignal,
): Promise<readonly (Unread | null)[]> {
  const lagging = partitions.map(asLagging).filter((each) => each !== null);
  const found: (Unread | null)[] = partitions.map(() => null);
  if (by === "records" || (by === "auto" && lagging.length <= MANY)) {
    for (const [place, unread] of (await readRecords(kafka, lagging, nowMs, signal)).entries())
      put(found, lagging[place], unread);
    return found;
  }
  const spans = await bisectTimes(lagging, nowMs, (questions) => kafka.recordsSince(questions, signal));
  for (const [place, unread] of spans.entries()) put(found, lagging[place], unread);
  if (by === "bisect") return found;
  const oldest = [...lagging].sort((a, b) => earliestMs(found[a.index]) - earliestMs(found[b.index])).slice(0, REFINED);
  for (const [place, unread] of (await readRecords(kafka, oldest, nowMs, signal)).entries())
    if (unread.kind !== "unknown") put(found, oldest[place], unread);
  return found;
}

function asLagging(partition: PartitionOffsets, index: number): Lagging | null {
  const { committed, logStart, lastStable, highWatermark } = partition;
  if (committed === null || logStart === null || highWatermark === null || committed > highWatermark) return null;
  const from = Math.max(committed, logStart);
  return from >= highWatermark
    ? null
    : { ...partition, index, from, highWatermark, lastStable: lastStable ?? highWatermark };
}

async function readRecords(
  kafka: KafkaClient,
  lagging: readonly Lagging[],
  nowMs: number,
  signal: AbortSignal,
): Promise<readonly Unread[]> {
  const questions = lagging.map(({ topic, partition, from, lastStable, highWatermark }) => ({
    topic,
    partition,
    offset: from,
    lastStableOffset: lastStable,
    highWatermark,
  }));
  const answers = await kafka.firstUnread(questions, signal);
  const read = answers.map(unreadOf);
  // Describe suffices for offsets, reading takes Read: without it times can still be asked for.
  const refused = lagging.filter((_, index) => isRefused(answers[index]));
  if (refused.length === 0) return read;
  const spans = await bisectTimes(refused, nowMs, (asked) => kafka.recordsSince(asked, signal));
  const bisected = new Map(refused.map((each, index) => [each, spans[index]]));
  return lagging.map((each, index) => bisected.get(each) ?? read[index] ?? { kind: "unknown", words: "no answer" });
}

function isRefused(answer: Answer<UnreadRecord | null> | undefined): boolean {
  return answer !== undefined && "trouble" in answer && answer.trouble.code === "TOPIC_AUTHORIZATION_FAILED";
}

function unreadOf(answer: Answer<UnreadRecord | null>): Unread {
  if ("trouble" in answer) return { kind: "unknown", words: `${answer.trouble.words} (${answer.trouble.code})` };
  if (answer.value === null) return { kind: "nothing" };
  const { timestampMs, uncertainMs, logAppendTime } = answer.value;
  return timestampMs < 0
    ? { kind: "unknown", words: "the record carries no time" }
    : { kind: "record", timestampMs, uncertainMs, logAppendTime };
}

function earliestMs(unread: Unread | null | undefined): number {
  if (unread?.kind === "record") return unread.timestampMs;
  return unread?.kind === "between" ? unread.earliestMs : Number.POSITIVE_INFINITY;
}

function put(found: (Unread | null)[], partition: Lagging | undefined, unread: Unread): void {
  if (partition !== undefined) found[partition.index] = unread;
}
