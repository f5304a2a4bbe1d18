import type { KafkaPartition } from "../kafka-state.ts";

const READ_UNCOMMITTED = 0;

/** The first offset of the oldest open transaction, else the high watermark. */
export function lastStableOffset(partition: KafkaPartition, atMs: number): number {
  return partition.lastStableOffset?.(atMs) ?? partition.highWatermark(atMs);
}

/** The offset after the last one that a reader of this isolation level (0 uncommitted, 1 committed) gets to see. */
export function readableEnd(partition: KafkaPartition, isolation: number, atMs: number): number {
  return isolation === READ_UNCOMMITTED ? partition.highWatermark(atMs) : lastStableOffset(partition, atMs);
}
