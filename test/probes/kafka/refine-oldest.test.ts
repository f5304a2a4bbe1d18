import fc from "fast-check";
import { expect, test } from "vitest";
import type { Unread } from "../../../src/probes/kafka/lag-facts.ts";
import { refineOldest } from "../../../src/probes/kafka/refine-oldest.ts";

const NOTHING: Unread = { kind: "nothing" };
const record = (timestampMs: number): Unread => ({ kind: "record", timestampMs, uncertainMs: 0, logAppendTime: false });
const span = (earliestMs: number): Unread => ({ kind: "between", earliestMs, latestMs: earliestMs + 500 });
const oldestMs = (found: readonly Unread[]) =>
  found.reduce((oldest, each) => {
    if (each.kind === "record") return Math.min(oldest, each.timestampMs);
    return each.kind === "between" ? Math.min(oldest, each.earliestMs) : oldest;
  }, Number.POSITIVE_INFINITY);

/** What is there: a record, perhaps behind a marker that the times find first; or a marker alone. */
const partition = fc.record({
  timeMs: fc.nat(10_000),
  recordLaterMs: fc.option(fc.nat(5_000)),
});

test("the greatest age is that of a record, however many markers are older by their times", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(partition, { maxLength: 1_000 }), async (partitions) => {
      const truth = partitions.map(({ timeMs, recordLaterMs }) =>
        recordLaterMs === null ? NOTHING : record(timeMs + recordLaterMs),
      );
      const spans = partitions.map(({ timeMs }) => span(timeMs));
      const places = partitions.map((_, index) => index);
      const found = await refineOldest(places, spans, async (asked) => asked.map((index) => truth[index] ?? NOTHING));
      expect(oldestMs(found)).toBe(oldestMs(truth));
    }),
    { numRuns: 50 },
  );
});

test("where the oldest is a record, twenty are read of ten thousand", async () => {
  const places = Array.from({ length: 10_000 }, (_, index) => index);
  const asked: number[] = [];
  await refineOldest(
    places,
    places.map((index) => span(index)),
    async (batch) => {
      asked.push(...batch);
      return batch.map((index) => record(index));
    },
  );
  expect(asked).toEqual(places.slice(0, 20));
});

test("who may read none of the first is not asked for the others", async () => {
  const places = Array.from({ length: 1_000 }, (_, index) => index);
  const spans = places.map((index) => span(index));
  let batches = 0;
  const found = await refineOldest(places, spans, async (batch) => {
    batches += 1;
    return batch.map((index) => span(index));
  });
  expect(batches).toBe(1);
  expect(found).toEqual(spans);
});
