import type { UnreadRecord } from "../../kafka-client.ts";
import type { FetchedRecords } from "../requests/fetch-records.ts";
import { recordBatches, type RecordBatch } from "./record-batch.ts";
import { unpackRecords } from "./unpack-records.ts";
import { readVarint } from "./varint.ts";

/** What an answer says about the first record from an offset on. `nextOffset`: from where to go on when none was in it. */
export interface FirstRecord {
  readonly record: UnreadRecord | null;
  readonly nextOffset: number;
}

/** Passes over transaction markers, aborted records and what compaction has emptied, as a consumer that reads committed records does. */
export function firstRecord({ records, aborted }: FetchedRecords, fromOffset: number): FirstRecord {
  const begins = [...aborted].sort((a, b) => a.firstOffset - b.firstOffset);
  const abortedNow = new Set<bigint>();
  let nextOffset = fromOffset;
  for (const batch of recordBatches(records)) {
    for (let first = begins[0]; first !== undefined && first.firstOffset <= batch.lastOffset; first = begins[0]) {
      abortedNow.add(first.producerId);
      begins.shift();
    }
    if (batch.control) abortedNow.delete(batch.producerId);
    else if (batch.lastOffset >= fromOffset && !(batch.transactional && abortedNow.has(batch.producerId))) {
      const record = recordIn(batch, fromOffset);
      if (record !== null) return { record, nextOffset: record.offset };
    }
    nextOffset = Math.max(nextOffset, batch.lastOffset + 1);
  }
  return { record: null, nextOffset };
}

function recordIn(batch: RecordBatch, fromOffset: number): UnreadRecord | null {
  if (batch.count <= 0) return null;
  const { logAppendTime, maxTimestampMs, baseTimestampMs } = batch;
  const unpacked = unpackRecords(batch);
  if (unpacked === null) {
    const early = batch.hasDeleteHorizon ? maxTimestampMs : Math.min(baseTimestampMs, maxTimestampMs);
    return {
      offset: Math.max(fromOffset, batch.baseOffset),
      timestampMs: logAppendTime ? maxTimestampMs : early,
      logAppendTime,
      // The first record of a batch is the one that its base is the time of.
      uncertainMs: logAppendTime || fromOffset <= batch.baseOffset ? 0 : maxTimestampMs - early,
    };
  }
  let at = 0;
  for (let index = 0; index < batch.count && at < unpacked.length; index += 1) {
    const length = readVarint(unpacked, at);
    // It leads back, or nowhere: the same bytes would be read for ever.
    if (length.value <= 0) return null;
    const timestampDelta = readVarint(unpacked, length.next + 1);
    const offsetDelta = readVarint(unpacked, timestampDelta.next);
    const offset = batch.baseOffset + offsetDelta.value;
    if (offset >= fromOffset) {
      const timestampMs = logAppendTime ? maxTimestampMs : baseTimestampMs + timestampDelta.value;
      return { offset, timestampMs, logAppendTime, uncertainMs: 0 };
    }
    at = length.next + length.value;
  }
  return null;
}
