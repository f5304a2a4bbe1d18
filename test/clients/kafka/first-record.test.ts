import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { firstRecord } from "../../../src/clients/kafka/records/first-record.ts";
import { batchBytes, withAttributes } from "./record-bytes.ts";

const CONTROL = 0x20;
const LOG_APPEND_TIME = 0x08;
const SNAPPY = 2;

const T0 = Date.parse("2026-11-22T03:00:00Z");

function read(batches: readonly Buffer[], from: number, aborted: readonly [producer: number, first: number][] = []) {
  const answer = {
    topic: "t",
    partition: 0,
    errorCode: 0,
    aborted: aborted.map(([producerId, firstOffset]) => ({ producerId: BigInt(producerId), firstOffset })),
    records: Buffer.concat(batches),
  };
  return firstRecord(answer, from);
}

describe.each([false, true])("gzip: %s", (gzip) => {
  test("the record at the offset, with its own time", async () => {
    const batch = await batchBytes({ firstOffset: 10, times: [T0, T0 + 7, T0 + 5_000_000], gzip });
    expect(read([batch], 10).record).toMatchObject({ offset: 10, timestampMs: T0, uncertainMs: 0 });
    expect(read([batch], 11).record).toMatchObject({ offset: 11, timestampMs: T0 + 7 });
    expect(read([batch], 12).record).toMatchObject({ offset: 12, timestampMs: T0 + 5_000_000 });
    expect(read([batch], 13)).toEqual({ record: null, nextOffset: 13 });
  });

  test("an earlier time in a later record", async () => {
    const batch = await batchBytes({ firstOffset: 0, times: [T0, T0 - 86_400_000], gzip });
    expect(read([batch], 1).record).toMatchObject({ timestampMs: T0 - 86_400_000 });
  });

  test("what compaction left", async () => {
    const batch = await batchBytes({ firstOffset: 100, times: [T0, T0 + 50], offsetDeltas: [3, 9], gzip });
    expect(read([batch], 100).record).toMatchObject({ offset: 103, timestampMs: T0 });
    expect(read([batch], 104).record).toMatchObject({ offset: 109, timestampMs: T0 + 50 });
  });
});

describe("transactions", () => {
  const marker = async (firstOffset: number, producerId: number) =>
    withAttributes(await batchBytes({ firstOffset, times: [T0], producerId, transactional: true }), CONTROL);

  test("a marker is passed over", async () => {
    const next = await batchBytes({ firstOffset: 6, times: [T0 + 6] });
    expect(read([await marker(5, 1), next], 5).record).toMatchObject({ offset: 6 });
    expect(read([await marker(5, 1)], 5)).toEqual({ record: null, nextOffset: 6 });
  });

  test("aborted records are passed over, those of the same producer's next transaction are not", async () => {
    const of = (firstOffset: number) =>
      batchBytes({ firstOffset, times: [T0, T0 + 1], producerId: 1, transactional: true });
    const log = [await of(0), await marker(2, 1), await of(3), await marker(5, 1)];
    expect(read(log, 0, [[1, 0]]).record).toMatchObject({ offset: 3 });
    expect(read(log, 0).record).toMatchObject({ offset: 0 });
  });

  test("records of another producer between the aborted ones count", async () => {
    const log = [
      await batchBytes({ firstOffset: 0, times: [T0], producerId: 1, transactional: true }),
      await batchBytes({ firstOffset: 1, times: [T0 + 9], producerId: 2, transactional: true }),
    ];
    expect(read(log, 0, [[1, 0]]).record).toMatchObject({ offset: 1, timestampMs: T0 + 9 });
  });
});

test("the broker's own time is that of the whole batch", async () => {
  const batch = withAttributes(await batchBytes({ firstOffset: 0, times: [T0, T0 + 900] }), LOG_APPEND_TIME);
  expect(read([batch], 0).record).toMatchObject({ timestampMs: T0 + 900, logAppendTime: true });
});

test("a compression that cannot be undone here: the batch's span says how far the time is known", async () => {
  const batch = withAttributes(await batchBytes({ firstOffset: 0, times: [T0, T0 + 100, T0 + 900] }), SNAPPY);
  expect(read([batch], 0).record).toMatchObject({ offset: 0, timestampMs: T0, uncertainMs: 0 });
  expect(read([batch], 1).record).toMatchObject({ offset: 1, timestampMs: T0, uncertainMs: 900 });
});

test("any bytes are read to an end, and never a record before the offset", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(1_000), (bytes, from) => {
      const { record, nextOffset } = read([Buffer.from(bytes)], from);
      expect(nextOffset).toBeGreaterThanOrEqual(from);
      if (record !== null) expect(record.offset).toBeGreaterThanOrEqual(from);
    }),
  );
});

test("a batch with flipped bytes does no harm", async () => {
  const batch = await batchBytes({ firstOffset: 3, times: [T0, T0 + 1, T0 + 2], gzip: true });
  fc.assert(
    fc.property(fc.nat(batch.length - 1), fc.nat(255), (at, byte) => {
      const broken = Buffer.from(batch);
      broken[at] = byte;
      expect(read([broken], 4).nextOffset).toBeGreaterThanOrEqual(4);
    }),
  );
});

test.each([0, -1, -7, -200])(
  "a record whose length (%i) leads nowhere, or back, ends the batch at once",
  async (length) => {
    const batch = await batchBytes({ firstOffset: 0, times: [T0, T0 + 1] });
    // The first record's length stands behind the header; as a zigzag number of two bytes.
    const zigzag = length < 0 ? -2 * length - 1 : 2 * length;
    batch[61] = (zigzag & 0x7f) | 0x80;
    batch[62] = zigzag >> 7;
    batch.writeInt32BE(2 ** 31 - 1, 57);
    const startedMs = performance.now();
    expect(read([batch], 5).record).toBeNull();
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  },
);
