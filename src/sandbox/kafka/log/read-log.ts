import type { KafkaPartition } from "../kafka-state.ts";
import { batchFrom } from "./batch.ts";
import { encodeBatch } from "./encode-batch.ts";

export interface LogRead {
  readonly records: Buffer;
  /** The offset after what was read. */
  readonly endOffset: number;
}

/**
 * The log's bytes from `fromOffset` on, up to `end` and to `mostBytes`, cut there in the middle of a batch as a broker
 * cuts its file. A first batch that is larger comes whole when `wantsOne`, so that readers get on (KIP-74), else not.
 */
export function readLog(
  partition: KafkaPartition,
  range: { readonly fromOffset: number; readonly end: number },
  limit: { readonly mostBytes: number; readonly wantsOne: boolean },
  isLogAppendTime: boolean,
): LogRead {
  const batches: Buffer[] = [];
  let bytes = 0;
  let offset = range.fromOffset;
  while (bytes < limit.mostBytes || (batches.length === 0 && limit.wantsOne)) {
    const batch = batchFrom(partition, offset, range.end, isLogAppendTime);
    if (batch === undefined) {
      break;
    }
    const encoded = encodeBatch(partition, batch, isLogAppendTime);
    batches.push(encoded);
    bytes += encoded.length;
    offset = batch.lastOffset + 1;
  }
  const firstBytes = batches[0]?.length ?? 0;
  const isIncomplete = firstBytes > limit.mostBytes;
  const kept = isIncomplete ? (limit.wantsOne ? firstBytes : 0) : limit.mostBytes;
  return { records: Buffer.concat(batches).subarray(0, kept), endOffset: offset };
}
