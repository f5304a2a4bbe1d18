import type { KafkaPartition } from "../kafka-state.ts";

/** The first offset still in the log whose record or marker was made at `timestampMs` or later; the high watermark or more when there is none. */
export function firstKeptSince(partition: KafkaPartition, timestampMs: number, atMs: number): number {
  const first = Math.max(partition.firstOffsetSince(timestampMs), partition.logStartOffset(atMs));
  const end = partition.highWatermark(atMs);
  return first >= end ? end : (partition.nextKept?.(first) ?? first);
}
