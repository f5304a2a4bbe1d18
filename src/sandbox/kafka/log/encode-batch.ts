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
const NO_HEADERS = 0;
/** Where the broker stamps batches, the producer's times stay in the records and are nobody's to read: here they are visibly wrong. */
const PRODUCER_BEHIND_MS = 60_000;

/** A marker's key is a version and a type, its value a version and the coordinator's epoch. */
function writeMarker(record: WireWriter, outcome: keyof typeof MARKER_TYPES): void {
  record.varint(4).int16(0).int16(MARKER_TYPES[outcome]).varint(6).int16(0).int32(0);
}

function writeContent(record: WireWriter, partition: KafkaPartition, batch: Batch, offset: number): void {
  const { marker } = batch.transaction ?? {};
  if (batch.isMarker && marker !== undefined) {
    writeMarker(record, marker.outcome);
  } else {
    const { key = null, value = "{}" } = partition.contentOf?.(offset) ?? {};
    record.varintText(key).varintText(value);
  }
}

/** A record batch of format 2, uncompressed, as it stands in the log and in the answer to a Fetch. */
export function encodeBatch(partition: KafkaPartition, batch: Batch, isLogAppendTime: boolean): Buffer {
  const { baseOffset, lastOffset, offsets, transaction, isMarker } = batch;
  const times = offsets.map((offset) => partition.timestampOf(offset));
  const latestMs = Math.max(...times);
  const baseMs = isLogAppendTime ? latestMs - PRODUCER_BEHIND_MS : (times[0] ?? 0);
  const record = new WireWriter();
  const checked = new WireWriter()
    .int16(
      (isLogAppendTime ? LOG_APPEND_TIME : 0) |
        (transaction === undefined ? 0 : TRANSACTIONAL) |
        (isMarker ? CONTROL : 0),
    )
    .int32(lastOffset - baseOffset)
    .int64(baseMs)
    .int64(latestMs)
    .int64(transaction?.producerId ?? NO_PRODUCER)
    .int16(transaction === undefined ? NO_PRODUCER : 0)
    .int32(transaction === undefined || isMarker ? NO_PRODUCER : baseOffset - transaction.firstOffset)
    .array(offsets, (writer, offset) => {
      record
        .clear()
        .int8(0)
        .varint(isLogAppendTime ? 0 : partition.timestampOf(offset) - baseMs)
        .varint(offset - baseOffset);
      writeContent(record, partition, batch, offset);
      record.varint(NO_HEADERS);
      writer.varint(record.length).append(record);
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
