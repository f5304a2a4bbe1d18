import { WireWriter } from "../../../../src/sandbox/kafka/wire/wire-writer.ts";
import { requestBytes, sent } from "../../../sandbox/kafka/raw-client.ts";

/** Size, correlation id. */
const HEADER_BYTES = 8;

async function write(broker: string, request: Buffer, errorAt: number): Promise<void> {
  const { answer } = await sent(broker, request);
  const error = answer.readInt16BE(errorAt);
  if (error !== 0) throw new Error(`the broker answered error ${error}`);
}

/** Appends the batches as they are. */
export async function produce(broker: string, topic: string, partition: number, batches: Uint8Array): Promise<void> {
  const body = new WireWriter().nullableString(null).int16(1).int32(5000).int32(1).string(topic).int32(1);
  const request = requestBytes({ key: 0, version: 3 }, body.int32(partition).bytes(batches));
  // One topic, its name, one partition, its number.
  await write(broker, request, HEADER_BYTES + 4 + 2 + Buffer.byteLength(topic) + 4 + 4);
}

/** Commits for a group that nobody joins, as Flink does. */
export async function commit(broker: string, group: string, topic: string, offset: number): Promise<void> {
  const body = new WireWriter().string(group).int32(-1).string("").int64(-1).int32(1).string(topic).int32(1);
  const request = requestBytes({ key: 8, version: 2 }, body.int32(0).int64(offset).nullableString(""));
  await write(broker, request, HEADER_BYTES + 4 + 2 + Buffer.byteLength(topic) + 4 + 4);
}
