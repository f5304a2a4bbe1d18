import { WireWriter } from "../../../../src/sandbox/kafka/wire/wire-writer.ts";
import { requestBytes, sent } from "../../../sandbox/kafka/raw-client.ts";
import { waitUntil } from "../../process/wait-until.ts";

/** Loading, not available, not the coordinator: a broker's first group makes it set up the topic of all commits. */
const NOT_YET = [14, 15, 16];

interface CommittedOffset {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly keptMs?: number;
}

/** Commits for a group that nobody joins, as Flink does; kafkajs commits only for members. `keptMs`: until the commit expires; else the broker's own. */
export async function commitOffset(
  broker: string,
  group: string,
  { topic, partition, offset, keptMs = -1 }: CommittedOffset,
): Promise<void> {
  await waitUntil(`a coordinator for ${group}`, async () => {
    const body = new WireWriter().string(group).int32(-1).string("").int64(keptMs).int32(1).string(topic).int32(1);
    const request = requestBytes({ key: 8, version: 2 }, body.int32(partition).int64(offset).nullableString(""));
    const { answer } = await sent(broker, request);
    // Behind the length and the correlation id: one topic, its name, one partition, its number.
    const error = answer.readInt16BE(4 + 4 + 4 + 2 + Buffer.byteLength(topic) + 4 + 4);
    if (error !== 0 && !NOT_YET.includes(error)) throw new Error(`the broker answered error ${error}`);
    if (error !== 0) await sent(broker, requestBytes({ key: 10, version: 1 }, new WireWriter().string(group).int8(0)));
    return error === 0;
  });
}
