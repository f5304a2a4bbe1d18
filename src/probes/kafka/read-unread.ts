import type { Answer, KafkaClient, UnreadRecord } from "../../clients/kafka-client.ts";
import { bisectTimes } from "./bisect-times.ts";
import type { Unread } from "./lag-facts.ts";
import { refineOldest } from "./refine-oldest.ts";
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

/** The age of each partition's first unread record; null where nothing is unread. In the order of the partitions. */
export async function readUnread(
  kafka: Pick<KafkaClient, "firstUnread" | "recordsSince">,
  partitions: readonly PartitionOffsets[],
  { by, nowMs }: { readonly by: SecondsBy; readonly nowMs: number },
  signal: AbortSignal,
): Promise<readonly (Unread | null)[]> {
  const lagging = partitions.map(asLagging).filter((each) => each !== null);
  const read = async (asked: readonly Lagging[]) => await readRecords(kafka, asked, nowMs, signal);
  const bisect = async () => await bisectTimes(lagging, nowMs, (asked) => kafka.recordsSince(asked, signal));
  const found =
    by === "records" || (by === "auto" && lagging.length <= MANY)
      ? await read(lagging)
      : by === "bisect"
        ? await bisect()
        : await refineOldest(lagging, await bisect(), read);
  const unread: (Unread | null)[] = partitions.map(() => null);
  for (const [place, { index }] of lagging.entries()) unread[index] = found[place] ?? null;
  return unread;
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
  kafka: Pick<KafkaClient, "firstUnread" | "recordsSince">,
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
  const unreadable = lagging.filter((_, index) => TIMES_TELL.has(codeOf(answers[index]) ?? ""));
  if (unreadable.length === 0) return read;
  const spans = await bisectTimes(unreadable, nowMs, (asked) => kafka.recordsSince(asked, signal));
  const bisected = new Map(unreadable.map((each, index) => [each, spans[index]]));
  return lagging.map((each, index) => bisected.get(each) ?? read[index] ?? { kind: "unknown", words: "no answer" });
}

/**
 * Where times can still be asked for: Describe suffices for offsets, reading takes Read; and where a log is deleted faster than it is read, its start has
 * moved behind the record between the two questions.
 */
const TIMES_TELL: ReadonlySet<string> = new Set(["TOPIC_AUTHORIZATION_FAILED", "OFFSET_OUT_OF_RANGE"]);

function codeOf(answer: Answer<UnreadRecord | null> | undefined): string | null {
  return answer !== undefined && "trouble" in answer ? answer.trouble.code : null;
}

function unreadOf(answer: Answer<UnreadRecord | null>): Unread {
  if ("trouble" in answer) return { kind: "unknown", words: `${answer.trouble.words} (${answer.trouble.code})` };
  if (answer.value === null) return { kind: "nothing" };
  const { timestampMs, uncertainMs, logAppendTime } = answer.value;
  return timestampMs < 0
    ? { kind: "unknown", words: "the record carries no time" }
    : { kind: "record", timestampMs, uncertainMs, logAppendTime };
}
