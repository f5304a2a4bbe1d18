import type { KafkaPartition } from "../kafka-state.ts";
import { crc32c } from "../wire/crc32c.ts";
import { WireWriter } from "../wire/wire-writer.ts";
import type { Batch } from "./batch.ts";

const MAGIC = 2;
const LOG_APPEND_TIME = 0x08;
const TRANSACTIONAL = 0x10;
const CONTROL = 0x20;
/** Leader epoch, magic and checksum stand between the length and what the checksum covers. */
const UNCHECKED_BYTES = 4 + 1 + 4;
const NO_PRODUCER = -1;
const MARKER_TYPES = { abort: 0, commit: 1 };
const NULL_BYTES = -1;

interface Content {
  readonly key: Uint8Array | undefined;
  readonly value: Uint8Array;
}

function contentOf(partition: KafkaPartition, { isMarker, transaction }: Batch, offset: number): Content {
  if (isMarker && transaction?.marker !== undefined) {
    return {
      key: new WireWriter().int16(0).int16(MARKER_TYPES[transaction.marker.outcome]).toBuffer(),
      value: new WireWriter().int16(0).int32(0).toBuffer(),
    };
  }
  const { key, value = "{}" } = partition.contentOf?.(offset) ?? {};
  return { key: key === undefined ? undefined : Buffer.from(key), value: Buffer.from(value) };
}

function encodeRecord({ key, value }: Content, timestampDelta: number, offsetDelta: number): Buffer {
  const record = new WireWriter().int8(0).varint(timestampDelta).varint(offsetDelta);
  if (key === undefined) {
    record.varint(NULL_BYTES);
  } else {
    record.varint(key.length).raw(key);
  }
  return record.varint(value.length).raw(value).varint(0).toBuffer();
}

/** A record batch of format 2, uncompressed, as it stands in the log and in the answer to a Fetch. */
export function encodeBatch(partition: KafkaPartition, batch: Batch, isLogAppendTime: boolean): Buffer {
  const { baseOffset, lastOffset, offsets, transaction, isMarker } = batch;
  const times = offsets.map((offset) => partition.timestampOf(offset));
  const baseMs = times[0] ?? 0;
  const checked = new WireWriter()
    .int16(
      (isLogAppendTime ? LOG_APPEND_TIME : 0) |
        (transaction === undefined ? 0 : TRANSACTIONAL) |
        (isMarker ? CONTROL : 0),
    )
    .int32(lastOffset - baseOffset)
    .int64(baseMs)
    .int64(Math.max(...times))
    .int64(transaction?.producerId ?? NO_PRODUCER)
    .int16(transaction === undefined ? NO_PRODUCER : 0)
    .int32(transaction === undefined || isMarker ? NO_PRODUCER : baseOffset - transaction.firstOffset)
    .array(offsets, (writer, offset) => {
      const content = contentOf(partition, batch, offset);
      const record = encodeRecord(content, partition.timestampOf(offset) - baseMs, offset - baseOffset);
      writer.varint(record.length).raw(record);
    })
    .toBuffer();
  return new WireWriter()
    .int64(baseOffset)
    .int32(UNCHECKED_BYTES + checked.length)
    .int32(0)
    .int8(MAGIC)
    .uint32(crc32c(checked))
    .raw(checked)
    .toBuffer();
}
