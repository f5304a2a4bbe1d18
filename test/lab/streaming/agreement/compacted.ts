import { setTimeout as sleep } from "node:timers/promises";
import type { KafkaPartition } from "../../../../src/sandbox/kafka/kafka-state.ts";
import type { InnerBroker } from "../../../sandbox/kafka/inner-cluster.ts";
import { fill, recordAt, textLog } from "./text-log.ts";

/** Three whole batches, which compaction cleans, and a record in the segment that is still written. */
const CLEANED = 48;
const END = CLEANED + 1;
const PATIENCE_MS = 20_000;
const POLL_MS = 100;

/** What the topic must be made with: every batch begins a segment. */
export const COMPACTED_CONFIGS = { "cleanup.policy": "compact", "segment.ms": "100" };

/** Every fifth record's key is its own, the others share three keys. */
const keyAt = (offset: number): string => (offset % 5 === 0 ? `only-${offset}` : `k${offset % 3}`);

/** The last of each key before `CLEANED`, and all after it. */
const KEPT = Array.from({ length: END }, (_, offset) => offset).filter((offset) => {
  const later = Array.from({ length: CLEANED - offset - 1 }, (_, index) => offset + 1 + index);
  return offset >= CLEANED || later.every((other) => keyAt(other) !== keyAt(offset));
});

/** The log as it is once it has been compacted. */
export function compactedLog(firstMs: number): KafkaPartition {
  return textLog(firstMs, END, {
    contentOf: (offset) => ({ ...recordAt(firstMs, offset), key: keyAt(offset) }),
    nextKept: (offset) => KEPT.find((kept) => kept >= offset) ?? END,
  });
}

/** Writes it all, and waits until the broker has compacted it. */
export async function makeCompacted(broker: string, real: InnerBroker, topic: string, firstMs: number): Promise<void> {
  const whole = textLog(firstMs, CLEANED, {
    contentOf: (offset) => ({ ...recordAt(firstMs, offset), key: keyAt(offset) }),
  });
  await fill(broker, topic, whole);
  await fill(broker, topic, textLog(firstMs, 1, {}, CLEANED));
  const partitions = [{ partition: 0, fetchOffset: "0", maxBytes: 1_000_000 }];
  const question = { replicaId: -1, isolationLevel: 0, maxWaitTime: 0, topics: [{ topic, partitions }] } as const;
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += POLL_MS) {
    const answer = await real.fetch(question);
    const offsets = answer.responses[0]?.partitions[0]?.messages.map(({ offset }) => Number(offset)) ?? [];
    if (offsets.length === KEPT.length - 1) return;
    await sleep(POLL_MS);
  }
  throw new Error(`${topic} was not compacted within ${PATIENCE_MS} ms`);
}
