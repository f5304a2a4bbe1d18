import { setTimeout as sleep } from "node:timers/promises";
import type { KafkaPartition } from "../../../../src/sandbox/kafka/kafka-state.ts";
import { fill, textLog } from "./text-log.ts";
import type { RealOffset } from "./transactions.ts";

const BATCH = 16;
const END = 20;

/** What the topic must be made with: the broker stamps each batch with its own time. */
export const STAMPED_CONFIGS = { "message.timestamp.type": "LogAppendTime" };

/** Two batches with different stamps. */
export async function makeStamped(broker: string, topic: string, firstMs: number): Promise<void> {
  await fill(broker, topic, textLog(firstMs, BATCH));
  await sleep(20);
  await fill(broker, topic, textLog(firstMs, END - BATCH, {}, BATCH));
}

/** The same for the sandbox, with the real stamps. */
export async function mirroredStamps(topic: string, firstMs: number, at: RealOffset): Promise<KafkaPartition> {
  const first = (await at(topic, 0)).timestampMs;
  const second = (await at(topic, BATCH)).timestampMs;
  return textLog(firstMs, END, {
    timestampOf: (offset) => (offset < BATCH ? first : second),
    firstOffsetSince: (timestampMs) => (timestampMs <= first ? 0 : timestampMs <= second ? BATCH : END),
  });
}
