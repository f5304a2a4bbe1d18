import fc from "fast-check";
import { expect, test } from "vitest";
import { bisectTimes } from "../../../src/probes/kafka/bisect-times.ts";
import { partitionLag } from "../../../src/probes/kafka/partition-lag.ts";
import { partitionFacts } from "./facts.ts";

const NOW_MS = Date.parse("2026-11-22T03:00:00Z");

/** Answers as a broker does: the first record of that time or later. */
function log(times: readonly number[]) {
  let questions = 0;
  return {
    asked: () => questions,
    ask: (all: readonly { readonly timestampMs: number }[]) => {
      questions += 1;
      return Promise.resolve(
        all.map(({ timestampMs }) => {
          const offset = times.findIndex((time) => time >= timestampMs);
          return { value: offset < 0 ? null : { offset, timestampMs: times[offset] ?? 0 } };
        }),
      );
    },
  };
}

const DAY_MS = 86_400_000;

test("any record of any ordered log is dated to half a second, in two dozen questions", async () => {
  const ages = fc.array(fc.nat(30 * DAY_MS), { minLength: 1, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(ages, fc.nat(), async (unordered, which) => {
      const times = unordered.map((age) => NOW_MS - age).sort((a, b) => a - b);
      const from = which % times.length;
      const broker = log(times);
      const [found] = await bisectTimes([{ topic: "t", partition: 0, from }], NOW_MS, broker.ask);
      const time = times[from] ?? 0;
      if (found?.kind === "record") expect(found.timestampMs).toBe(time);
      else {
        expect(found).toMatchObject({ kind: "between" });
        if (found?.kind !== "between") return;
        expect(found.earliestMs).toBeLessThanOrEqual(time);
        expect(found.latestMs).toBeGreaterThanOrEqual(time);
        expect(found.latestMs - found.earliestMs).toBeLessThanOrEqual(500);
      }
      expect(broker.asked()).toBeLessThanOrEqual(25);
    }),
  );
});

test("what is from the future is not dated as if it had come just now", async () => {
  const broker = log([1, 2, 3].map((hours) => NOW_MS + hours * 3_600_000));
  const [found] = await bisectTimes([{ topic: "t", partition: 0, from: 1 }], NOW_MS, broker.ask);
  const unread = found ?? null;
  expect(partitionLag(partitionFacts({ committed: 1, unread }), NOW_MS)).toMatchObject({ fromFuture: true });
});

test("all partitions share each question", async () => {
  const broker = log(Array.from({ length: 100 }, (_, offset) => NOW_MS - 1_000_000 + offset * 7_919));
  const sought = Array.from({ length: 1_000 }, (_, partition) => ({ topic: "t", partition, from: partition % 100 }));
  await bisectTimes(sought, NOW_MS, broker.ask);
  expect(broker.asked()).toBeLessThanOrEqual(25);
});

test("behind what compaction removed the next record counts", async () => {
  const ask = () => Promise.resolve([{ value: { offset: 7, timestampMs: NOW_MS - 9_000 } }]);
  const found = await bisectTimes([{ topic: "t", partition: 0, from: 3 }], NOW_MS, ask);
  expect(found).toEqual([{ kind: "between", earliestMs: NOW_MS - 9_000, latestMs: NOW_MS - 9_000 }]);
});

test("a partition that cannot be asked is unknown, the others are not", async () => {
  const broker = log([NOW_MS - 5_000]);
  const found = await bisectTimes(
    [
      { topic: "t", partition: 0, from: 0 },
      { topic: "t", partition: 1, from: 0 },
    ],
    NOW_MS,
    async (questions) => {
      const answers = await broker.ask(questions);
      const trouble = { code: "LEADER_NOT_AVAILABLE", words: "the partition has no leader" };
      return questions.map((question, index) =>
        "partition" in question && question.partition === 1 ? { trouble } : (answers[index] ?? { trouble }),
      );
    },
  );
  expect(found).toMatchObject([
    { kind: "between", earliestMs: NOW_MS - 5_000 },
    { kind: "unknown", words: "the partition has no leader (LEADER_NOT_AVAILABLE)" },
  ]);
});
