import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { RecordBatch } = require("kafkajs/src/protocol/recordBatch/v0") as {
  RecordBatch: (options: object) => Promise<{ readonly buffer: Buffer }>;
};
const record = require("kafkajs/src/protocol/recordBatch/record/v0") as (options: object) => object;

export interface BatchPlan {
  readonly firstOffset: number;
  /** Each record's time, ms; its offset is the first one's and its place, unless said. */
  readonly times: readonly number[];
  readonly offsetDeltas?: readonly number[];
  readonly gzip?: boolean;
  readonly producerId?: number;
  readonly transactional?: boolean;
}

/** Where the attributes of a batch stand. */
const ATTRIBUTES_AT = 21;

/** A batch as kafkajs's own producer writes it. */
export async function batchBytes(plan: BatchPlan): Promise<Buffer> {
  const { firstOffset, times, gzip = false, producerId = -1, transactional = false } = plan;
  const [first = 0] = times;
  const deltas = plan.offsetDeltas ?? times.map((_, index) => index);
  const records = times.map((time, index) =>
    record({ offsetDelta: deltas[index], timestampDelta: time - first, key: "k", value: "x".repeat(40) }),
  );
  const { buffer } = await RecordBatch({
    compression: gzip ? 1 : 0,
    firstOffset,
    firstTimestamp: first,
    maxTimestamp: Math.max(...times),
    lastOffsetDelta: deltas.at(-1) ?? 0,
    producerId,
    transactional,
    records,
  });
  return Buffer.from(buffer);
}

/** The same batch with other attributes set; nobody checks its checksum here. */
export function withAttributes(batch: Buffer, bits: number): Buffer {
  const changed = Buffer.from(batch);
  changed.writeInt16BE(changed.readInt16BE(ATTRIBUTES_AT) | bits, ATTRIBUTES_AT);
  return changed;
}
