import { ErrorCode } from "../error-codes.ts";
import { partitionFinder } from "../find-partition.ts";
import type { KafkaPartition } from "../kafka-state.ts";
import { firstKeptSince } from "../log/first-kept-since.ts";
import { readableEnd } from "../log/readable-end.ts";
import type { KafkaApi } from "../request-context.ts";
import { WireWriter } from "../wire/wire-writer.ts";

const LATEST = -1;
const EARLIEST = -2;
const UNKNOWN = -1;

interface Answer {
  readonly error: number;
  readonly timestampMs: number;
  readonly offset: number;
}

const failed = (error: number): Answer => ({ error, timestampMs: UNKNOWN, offset: UNKNOWN });
const found = (offset: number, timestampMs = UNKNOWN): Answer => ({ error: ErrorCode.none, timestampMs, offset });

function lookUp(partition: KafkaPartition, wanted: number, end: number, atMs: number): Answer {
  if (wanted === LATEST) {
    return found(end);
  }
  if (wanted === EARLIEST) {
    return found(partition.logStartOffset(atMs));
  }
  if (wanted < 0) {
    // The other special times came with later versions of the request.
    return failed(ErrorCode.unsupportedVersion);
  }
  const offset = firstKeptSince(partition, wanted, atMs);
  return offset < end ? found(offset, partition.timestampOf(offset)) : found(UNKNOWN);
}

/** ListOffsets: the ends of logs, and the first offset since a time, up to what the isolation level may see. */
export const listOffsets: KafkaApi = {
  key: 2,
  name: "ListOffsets",
  minVersion: 2,
  maxVersion: 3,
  answer: (request, context) => {
    request.int32();
    const isolation = request.int8();
    const topics = request.array((reader) => ({
      name: reader.string(),
      partitions: reader.array((each) => ({ index: each.int32(), wanted: each.int64() })),
    }));
    const atMs = context.now();
    const find = partitionFinder(context, "Describe", atMs);
    // A broker keeps no order either: whoever relied on one would find out here.
    return new WireWriter().int32(0).array(topics.toReversed(), (writer, { name, partitions }) => {
      const asked = new Map<number, number[]>();
      partitions.forEach(({ index, wanted }) => asked.set(index, [...(asked.get(index) ?? []), wanted]));
      writer.string(name).array([...asked].reverse(), (each, [index, [wanted = LATEST, ...more]]) => {
        const at = find(name, index);
        const isTwice = more.length > 0;
        const answer =
          "partition" in at && !isTwice
            ? lookUp(at.partition, wanted, readableEnd(at.partition, isolation, atMs), atMs)
            : failed(isTwice ? ErrorCode.invalidRequest : at.error);
        each.int32(index).int16(answer.error).int64(answer.timestampMs).int64(answer.offset);
      });
    });
  },
};
