import type { KafkaPartition } from "../../../../src/sandbox/kafka/kafka-state.ts";
import { batchFrom } from "../../../../src/sandbox/kafka/log/batch.ts";
import { encodeBatch } from "../../../../src/sandbox/kafka/log/encode-batch.ts";
import { straightLog } from "../../../sandbox/kafka/straight-log.ts";
import { produce } from "./write-requests.ts";

const SECOND_MS = 1000;
const OFFSET_BYTES = 8;

interface TextRecord {
  readonly timestampMs: number;
  readonly key: string;
  readonly value: string;
}

/** The record that stands at an offset of every log here. */
export const recordAt = (firstMs: number, offset: number): TextRecord => ({
  timestampMs: firstMs + offset * SECOND_MS,
  key: `k${offset % 3}`,
  value: `v${offset}`,
});

/** A record a second from `firstMs` on; `skipped`: without so many of the first ones. */
export function textLog(firstMs: number, end: number, more: Partial<KafkaPartition> = {}, skipped = 0): KafkaPartition {
  return straightLog(end, {
    timestampOf: (offset) => recordAt(firstMs, skipped + offset).timestampMs,
    firstOffsetSince: (timestampMs) => Math.max(0, Math.ceil((timestampMs - firstMs) / SECOND_MS)),
    contentOf: (offset) => recordAt(firstMs, skipped + offset),
    ...more,
  });
}

/** Writes the sandbox's own batches into the real log: the broker checks them before it takes them. */
export async function fill(broker: string, topic: string, partition: KafkaPartition): Promise<void> {
  const end = partition.highWatermark(0);
  for (let offset = 0; offset < end;) {
    const batch = batchFrom(partition, offset, end, false);
    if (batch === undefined) throw new Error(`nothing at ${offset}`);
    // The broker gives the offset itself.
    await produce(broker, topic, 0, encodeBatch(partition, batch, false).fill(0, 0, OFFSET_BYTES));
    offset = batch.lastOffset + 1;
  }
}
