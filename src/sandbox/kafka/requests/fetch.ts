import { ErrorCode } from "../error-codes.ts";
import { partitionFinder } from "../find-partition.ts";
import type { KafkaPartition } from "../kafka-state.ts";
import { readLog } from "../log/read-log.ts";
import { lastStableOffset, readableEnd } from "../log/readable-end.ts";
import type { KafkaApi, RequestContext } from "../request-context.ts";
import type { WireReader } from "../wire/wire-reader.ts";
import { WireWriter } from "../wire/wire-writer.ts";
import { topicConfig } from "../configs/topic-configs.ts";

const READ_COMMITTED = 1;
const UNKNOWN = -1;
/** How often a Fetch that waits for records looks again. */
const POLL_MS = 50;
/** A broker's own limit, whatever the request allows (fetch.max.bytes). */
const ANSWER_MOST_BYTES = 55 * 1024 * 1024;
const NO_RECORDS = Buffer.alloc(0);

interface AskedPartition {
  readonly index: number;
  readonly fromOffset: number;
  readonly mostBytes: number;
}

interface Asked {
  readonly maxWaitMs: number;
  readonly minBytes: number;
  readonly mostBytes: number;
  readonly isolation: number;
  readonly topics: readonly { readonly name: string; readonly partitions: readonly AskedPartition[] }[];
}

interface PartitionAnswer {
  readonly index: number;
  readonly error: number;
  readonly highWatermark: number;
  readonly lastStableOffset: number;
  readonly logStartOffset: number;
  /** Null: not told, as to readers of everything. */
  readonly aborted: readonly { readonly producerId: number; readonly firstOffset: number }[] | null;
  readonly records: Buffer;
}

interface TopicAnswer {
  readonly name: string;
  readonly partitions: readonly PartitionAnswer[];
}

function readRequest(request: WireReader): Asked {
  request.int32();
  const asked = {
    maxWaitMs: request.int32(),
    minBytes: request.int32(),
    mostBytes: Math.min(request.int32(), ANSWER_MOST_BYTES),
    isolation: request.int8(),
  };
  // The session: none is kept, which the answer's session id 0 says.
  request.int32();
  request.int32();
  const topics = request.array((reader) => ({
    name: reader.string(),
    partitions: reader.array((each) => {
      const index = each.int32();
      each.int32();
      const fromOffset = each.int64();
      each.int64();
      return { index, fromOffset, mostBytes: each.int32() };
    }),
  }));
  request.array((reader) => [reader.string(), reader.array((each) => each.int32())]);
  request.string();
  return { ...asked, topics };
}

function failed(index: number, error: number): PartitionAnswer {
  // Where the log itself could not be read, the list is not empty but missing.
  const isLogs = error === ErrorCode.offsetOutOfRange || error === ErrorCode.notLeaderOrFollower;
  return {
    index,
    error,
    highWatermark: UNKNOWN,
    lastStableOffset: UNKNOWN,
    logStartOffset: UNKNOWN,
    aborted: isLogs ? null : [],
    records: NO_RECORDS,
  };
}

function abortedIn(partition: KafkaPartition, from: number, to: number): PartitionAnswer["aborted"] {
  const found = from < to ? (partition.transactions?.(from, to) ?? []) : [];
  return found.filter(({ marker }) => marker?.outcome === "abort");
}

/** Everything asked for, as the logs are at this moment. */
function gather(asked: Asked, context: RequestContext): readonly TopicAnswer[] {
  const atMs = context.now();
  const find = partitionFinder(context, "Read", atMs);
  let bytesLeft = asked.mostBytes;
  let wantsOne = true;
  return asked.topics.map(({ name, partitions }) => {
    const configs = context.state.topics.get(name)?.configs ?? {};
    const isLogAppendTime = topicConfig(configs, "message.timestamp.type") === "LogAppendTime";
    const answer = ({ index, fromOffset, mostBytes }: AskedPartition): PartitionAnswer => {
      const at = find(name, index);
      if (!("partition" in at)) {
        return failed(index, at.error);
      }
      const { partition } = at;
      const logStartOffset = partition.logStartOffset(atMs);
      const highWatermark = partition.highWatermark(atMs);
      if (fromOffset < logStartOffset || fromOffset > highWatermark) {
        return failed(index, ErrorCode.offsetOutOfRange);
      }
      const range = { fromOffset, end: readableEnd(partition, asked.isolation, atMs) };
      const limit = { mostBytes: Math.max(0, Math.min(mostBytes, bytesLeft)), wantsOne };
      const { records, endOffset } = readLog(partition, range, limit, isLogAppendTime);
      bytesLeft -= records.length;
      wantsOne &&= records.length === 0;
      return {
        index,
        error: ErrorCode.none,
        highWatermark,
        lastStableOffset: lastStableOffset(partition, atMs),
        logStartOffset,
        aborted: asked.isolation === READ_COMMITTED ? abortedIn(partition, fromOffset, endOffset) : null,
        records,
      };
    };
    return { name, partitions: partitions.map(answer) };
  });
}

function isReady(topics: readonly TopicAnswer[], minBytes: number): boolean {
  const all = topics.flatMap(({ partitions }) => partitions);
  const bytes = all.reduce((sum, { records }) => sum + records.length, 0);
  return all.length === 0 || bytes >= minBytes || all.some(({ error }) => error !== ErrorCode.none);
}

function writePartition(writer: WireWriter, answer: PartitionAnswer): void {
  writer
    .int32(answer.index)
    .int16(answer.error)
    .int64(answer.highWatermark)
    .int64(answer.lastStableOffset)
    .int64(answer.logStartOffset);
  if (answer.aborted === null) {
    writer.int32(-1);
  } else {
    writer.array(answer.aborted, (each, { producerId, firstOffset }) => {
      each.int64(producerId).int64(firstOffset);
    });
  }
  // No replica would be nearer.
  writer.int32(-1).bytes(answer.records);
}

/** Fetch: records as they stand in the log. Waits for enough of them as long as the request allows. */
export const fetchRecords: KafkaApi = {
  key: 1,
  name: "Fetch",
  minVersion: 11,
  maxVersion: 11,
  answer: async (request, context) => {
    const asked = readRequest(request);
    let topics = gather(asked, context);
    for (let waitedMs = 0; waitedMs < asked.maxWaitMs && !isReady(topics, asked.minBytes); waitedMs += POLL_MS) {
      await context.pause(Math.min(POLL_MS, asked.maxWaitMs - waitedMs));
      topics = gather(asked, context);
    }
    return new WireWriter()
      .int32(0)
      .int16(ErrorCode.none)
      .int32(0)
      .array(topics, (writer, { name, partitions }) => {
        writer.string(name).array(partitions, writePartition);
      });
  },
};
