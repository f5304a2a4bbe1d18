import { drawFrom } from "../random.ts";
import { DAY_MS } from "../world/time.ts";
import { PartitionLog } from "./partition-log.ts";
import type { PartitionName, StreamingFault } from "./streaming-fault.ts";

/** One partition of a topic, as the consumer and the brokers see it. */
export interface Partition extends PartitionName {
  readonly log: PartitionLog;
  logStartOffset(atMs: number): number;
  /** What a read_committed consumer may read up to. */
  lastStableOffset(atMs: number): number;
}

export interface Topic {
  readonly name: string;
  readonly partitions: readonly Partition[];
  retentionMs(atMs: number): number;
}

const USUAL_RETENTION_MS = 7 * DAY_MS;

/** Topics and the records that they get in a second, all partitions together. */
const TOPICS = [
  { name: "booking-events", partitions: 6, perSecond: 180 },
  { name: "search-events", partitions: 6, perSecond: 320 },
] as const;

/** The topics that the pipeline reads, under a fault. */
export function createTopics(
  fault: StreamingFault,
  seed: number,
  startedAtMs: number,
  beginMs: number,
): readonly Topic[] {
  return TOPICS.map(({ name, partitions, perSecond }) => {
    const retentionMs = (atMs: number) => fault.retentionMs?.(name, atMs - startedAtMs) ?? USUAL_RETENTION_MS;
    const weights = Array.from({ length: partitions }, (_, at) => 0.9 + 0.2 * drawFrom(`${seed}/${name}/${at}`));
    const whole = weights.reduce((sum, weight) => sum + weight, 0);
    return {
      name,
      retentionMs,
      partitions: weights.map((weight, partition) => {
        const log = new PartitionLog({
          name: `${name}-${partition}`,
          seed,
          beginMs,
          perSecond: (perSecond * weight) / whole,
          factor: (atMs) => fault.input?.({ topic: name, partition }, atMs - startedAtMs) ?? 1,
        });
        return {
          topic: name,
          partition,
          log,
          logStartOffset: (atMs) => log.firstOffsetSince(atMs - retentionMs(atMs)),
          lastStableOffset: stableBefore(fault, { topic: name, partition }, log, startedAtMs),
        };
      }),
    };
  });
}

function stableBefore(
  { transaction }: StreamingFault,
  { topic, partition }: PartitionName,
  log: PartitionLog,
  startedAtMs: number,
): (atMs: number) => number {
  if (transaction === undefined || transaction.topic !== topic || transaction.partition !== partition)
    return (atMs) => log.highWatermark(atMs);
  const opens = startedAtMs + transaction.atMs;
  const ends = startedAtMs + (transaction.endMs ?? Number.POSITIVE_INFINITY);
  return (atMs) => log.highWatermark(atMs >= opens && atMs < ends ? opens : atMs);
}
