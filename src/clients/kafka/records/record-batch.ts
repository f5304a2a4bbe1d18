/** A batch of records as it lies in the log (format 2, which Kafka has written since 0.11). */
export interface RecordBatch {
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly producerId: bigint;
  readonly transactional: boolean;
  /** A transaction's marker, which no consumer gets. */
  readonly control: boolean;
  readonly compression: number;
  readonly logAppendTime: boolean;
  /** Compaction may have put another time there: then only the records' own deltas count from it. */
  readonly baseTimestampMs: number;
  readonly hasDeleteHorizon: boolean;
  readonly maxTimestampMs: number;
  readonly count: number;
  /** Compressed as `compression` says; perhaps cut off at the end of an answer. */
  readonly records: Buffer;
}

const HEADER_BYTES = 61;
/** The length of a batch counts from behind its own field. */
const BEFORE_LENGTH = 12;

/** The whole batches in an answer, in order. A batch of an older format ends the list. */
export function* recordBatches(buffer: Buffer): Generator<RecordBatch> {
  let at = 0;
  while (at + HEADER_BYTES <= buffer.length) {
    const end = at + BEFORE_LENGTH + buffer.readInt32BE(at + 8);
    if (end > buffer.length || end <= at + BEFORE_LENGTH || buffer.readInt8(at + 16) !== 2) return;
    const baseOffset = Number(buffer.readBigInt64BE(at));
    const attributes = buffer.readInt16BE(at + 21);
    yield {
      baseOffset,
      lastOffset: baseOffset + buffer.readInt32BE(at + 23),
      producerId: buffer.readBigInt64BE(at + 43),
      transactional: (attributes & 0x10) !== 0,
      control: (attributes & 0x20) !== 0,
      compression: attributes & 0x07,
      logAppendTime: (attributes & 0x08) !== 0,
      baseTimestampMs: Number(buffer.readBigInt64BE(at + 27)),
      hasDeleteHorizon: (attributes & 0x40) !== 0,
      maxTimestampMs: Number(buffer.readBigInt64BE(at + 35)),
      count: buffer.readInt32BE(at + 57),
      records: buffer.subarray(at + HEADER_BYTES, end),
    };
    at = end;
  }
}
