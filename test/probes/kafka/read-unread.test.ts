import { expect, test } from "vitest";
import type { Answer, UnreadRecord } from "../../../src/clients/kafka-client.ts";
import { readUnread } from "../../../src/probes/kafka/read-unread.ts";
import { NOW_MS, partitionFacts } from "./facts.ts";

/** Ten records a second apart, the first of them at 40: everything before was deleted. */
const START = 40;
const timeOf = (offset: number) => NOW_MS - 60_000 + (offset - START) * 1_000;

function broker(answer: Answer<UnreadRecord | null>) {
  return {
    firstUnread: async () => [answer],
    recordsSince: async (asked: readonly { readonly timestampMs: number }[]) =>
      asked.map(({ timestampMs }) => {
        const offset = Array.from({ length: 10 }, (_, index) => START + index).find((at) => timeOf(at) >= timestampMs);
        return { value: offset === undefined ? null : { offset, timestampMs: timeOf(offset) } };
      }),
  };
}

const refusal = (code: string): Answer<UnreadRecord | null> => ({ trouble: { code, words: "no" } });
const look = { by: "records", nowMs: NOW_MS } as const;

test.each([
  ["the log began behind it by then: the first record there is comes next", "OFFSET_OUT_OF_RANGE", 12, timeOf(START)],
  ["it may not be read: its time is asked for", "TOPIC_AUTHORIZATION_FAILED", 43, timeOf(43)],
])("%s", async (_name, code, committed, timeMs) => {
  const partition = partitionFacts({ committed, highWatermark: 50 });
  const [unread] = await readUnread(broker(refusal(code)), [partition], look, new AbortController().signal);
  expect(unread?.kind).toBe("between");
  if (unread?.kind !== "between") return;
  expect(unread.earliestMs).toBeLessThanOrEqual(timeMs);
  expect(unread.latestMs).toBeGreaterThanOrEqual(timeMs);
  expect(unread.latestMs - unread.earliestMs).toBeLessThanOrEqual(1_000);
});

test("any other refusal is unknown, with the broker's words", async () => {
  const partition = partitionFacts({ committed: 43, highWatermark: 50 });
  const found = await readUnread(
    broker(refusal("KAFKA_STORAGE_ERROR")),
    [partition],
    look,
    new AbortController().signal,
  );
  expect(found).toEqual([{ kind: "unknown", words: "no (KAFKA_STORAGE_ERROR)" }]);
});
