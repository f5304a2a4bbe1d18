import { WireWriter } from "../../../../src/sandbox/kafka/wire/wire-writer.ts";
import { requestBytes, sent } from "../../../sandbox/kafka/raw-client.ts";

/** Commits for a group that nobody joins, as Flink does; kafkajs commits only for members. */
export async function commitOffset(
  broker: string,
  group: string,
  { topic, partition, offset }: { readonly topic: string; readonly partition: number; readonly offset: number },
): Promise<void> {
  const body = new WireWriter().string(group).int32(-1).string("").int64(-1).int32(1).string(topic).int32(1);
  const request = requestBytes({ key: 8, version: 2 }, body.int32(partition).int64(offset).nullableString(""));
  const { answer } = await sent(broker, request);
  // Behind the length and the correlation id: one topic, its name, one partition, its number.
  const error = answer.readInt16BE(4 + 4 + 4 + 2 + Buffer.byteLength(topic) + 4 + 4);
  if (error !== 0) throw new Error(`committing for ${group}: the broker answered error ${error}`);
}
