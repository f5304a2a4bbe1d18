import { WireWriter } from "../../../src/sandbox/kafka/wire/wire-writer.ts";
import { requestBytes } from "./raw-client.ts";

type Partitions<T> = Readonly<Record<string, readonly T[]>>;

function byTopic<T>(
  writer: WireWriter,
  topics: Partitions<T>,
  write: (writer: WireWriter, partition: T) => void,
): WireWriter {
  return writer.array(Object.entries(topics), (each, [topic, partitions]) => {
    each.string(topic).array(partitions, write);
  });
}

const strings = (writer: WireWriter, texts: readonly string[]): WireWriter =>
  writer.array(texts, (each, text) => {
    each.string(text);
  });

export function apiVersionsRequest(version: number): Buffer {
  return requestBytes({ key: 18, version });
}

export function metadataRequest(topics: readonly string[]): Buffer {
  return requestBytes({ key: 3, version: 6 }, strings(new WireWriter(), topics).boolean(false));
}

/** [partition, time] of each topic. */
export function listOffsetsRequest(isolation: 0 | 1, topics: Partitions<readonly [number, number]>): Buffer {
  const body = byTopic(new WireWriter().int32(-1).int8(isolation), topics, (writer, [partition, time]) => {
    writer.int32(partition).int64(time);
  });
  return requestBytes({ key: 2, version: 3 }, body);
}

/** Null: everything that was committed. */
export function offsetFetchRequest(group: string, topics: Partitions<number> | null): Buffer {
  const body = new WireWriter().string(group);
  return requestBytes(
    { key: 9, version: 4 },
    topics === null
      ? body.int32(-1)
      : byTopic(body, topics, (writer, partition) => {
          writer.int32(partition);
        }),
  );
}

export function findCoordinatorRequest(group: string): Buffer {
  return requestBytes({ key: 10, version: 2 }, new WireWriter().string(group).int8(0));
}

export function describeGroupsRequest(groups: readonly string[]): Buffer {
  return requestBytes({ key: 15, version: 2 }, strings(new WireWriter(), groups));
}

export function consumerGroupDescribeRequest(groups: readonly string[]): Buffer {
  const body = new WireWriter().compactArray(groups, (writer, id) => {
    writer.compactString(id);
  });
  return requestBytes({ key: 69, version: 0, isFlexible: true }, body.boolean(false).noTags());
}

export function describeConfigsRequest(type: number, name: string, keys: readonly string[] | null): Buffer {
  const resource = new WireWriter().int32(1).int8(type).string(name);
  const body = keys === null ? resource.int32(-1) : strings(resource, keys);
  return requestBytes({ key: 32, version: 2 }, body.boolean(false));
}

interface FetchLimits {
  readonly isolation?: 0 | 1;
  readonly maxBytes?: number;
  readonly partitionMaxBytes?: number;
}

/** [partition, offset] of each topic; answered at once. */
export function fetchRequest(topics: Partitions<readonly [number, number]>, limits: FetchLimits = {}): Buffer {
  const { isolation = 0, maxBytes = 1_000_000, partitionMaxBytes = 1_000_000 } = limits;
  const head = new WireWriter().int32(-1).int32(0).int32(0).int32(maxBytes).int8(isolation).int32(0).int32(-1);
  const body = byTopic(head, topics, (writer, [partition, offset]) => {
    writer.int32(partition).int32(-1).int64(offset).int64(-1).int32(partitionMaxBytes);
  });
  return requestBytes({ key: 1, version: 11 }, body.int32(0).string(""));
}

export function saslHandshakeRequest(mechanism: string): Buffer {
  return requestBytes({ key: 17, version: 1 }, new WireWriter().string(mechanism));
}
