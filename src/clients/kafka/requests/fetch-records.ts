import Decoder from "kafkajs/src/protocol/decoder.js";
import library from "kafkajs/src/protocol/requests/index.js";
import type { TopicPartition } from "../../kafka-client.ts";
import { API } from "../api-keys.ts";
import { byTopic } from "../by-topic.ts";
import type { KafkaRequest } from "../kafka-request.ts";

export interface FetchQuestion extends TopicPartition {
  readonly offset: number;
  readonly maxBytes: number;
}

export interface FetchedRecords extends TopicPartition {
  readonly errorCode: number;
  readonly aborted: readonly { readonly producerId: bigint; readonly firstOffset: number }[];
  /** Record batches as they lie in the log. */
  readonly records: Buffer;
}

const VERSION = "11";
/** Of one answer. The first batch comes whole even where it is larger. */
const MAX_BYTES = 8 * 1_024 * 1_024;

/**
 * Reads records without a group. The request is kafkajs's; the answer is taken apart here, since kafkajs unpacks every record of it and fails on
 * compressions that it has no codec for.
 */
export function fetchRecordsRequest(
  questions: readonly FetchQuestion[],
  isolation: "committed" | "uncommitted",
): KafkaRequest<readonly FetchedRecords[]> {
  return {
    what: "read records",
    apiKey: API.fetch,
    definition: {
      versions: [VERSION],
      protocol: () => (options) => ({
        request: library.requests.Fetch.protocol({ version: Number(VERSION) })(options).request,
        response: {
          decode: (payload) => Promise.resolve(decode(payload)),
          parse: (decoded) => Promise.resolve(decoded),
        },
      }),
    },
    options: {
      replicaId: -1,
      isolationLevel: isolation === "committed" ? 1 : 0,
      maxWaitTime: 0,
      minBytes: 0,
      maxBytes: MAX_BYTES,
      topics: byTopic(questions, ({ partition, offset, maxBytes }) => ({ partition, fetchOffset: offset, maxBytes })),
    },
    read: (partitions: readonly FetchedRecords[]) => partitions,
  };
}

function decode(payload: Buffer): readonly FetchedRecords[] {
  const decoder = new Decoder(payload);
  decoder.readInt32(); // throttled, milliseconds
  decoder.readInt16(); // error of the fetch session, of which there is none
  decoder.readInt32(); // session id
  return decoder.readArray(decodeTopic).flat();
}

function decodeTopic(decoder: Decoder): readonly FetchedRecords[] {
  const topic = decoder.readString() ?? "";
  return decoder.readArray((each) => decodePartition(each, topic));
}

function decodePartition(decoder: Decoder, topic: string): FetchedRecords {
  const partition = decoder.readInt32();
  const errorCode = decoder.readInt16();
  decoder.readInt64(); // high watermark
  decoder.readInt64(); // last stable offset
  decoder.readInt64(); // log start
  const aborted = decoder.readArray((each) => ({
    producerId: each.readInt64(),
    firstOffset: Number(each.readInt64()),
  }));
  decoder.readInt32(); // preferred replica
  return { topic, partition, errorCode, aborted, records: decoder.readBytes() ?? Buffer.alloc(0) };
}
