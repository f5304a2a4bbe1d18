import { expect, test } from "vitest";
import type { Answer, KafkaClient, UnreadRecord } from "../../../src/clients/kafka-client.ts";
import type { PartitionFacts } from "../../../src/probes/kafka/lag-facts.ts";
import { readOpenTransactions } from "../../../src/probes/kafka/open-transactions.ts";
import { NOW_MS, partitionFacts } from "./facts.ts";

const record = (timestampMs: number) => ({ offset: 90, timestampMs, uncertainMs: 0, logAppendTime: false });
const held = (more: Partial<PartitionFacts> = {}) => partitionFacts({ committed: 50, lastStable: 90, ...more });
const refused = { trouble: { code: "TOPIC_AUTHORIZATION_FAILED", words: "Read is not granted" } };

/** Since when transactions are open, as a broker answers that gives each question the same answer. */
async function since(partitions: readonly PartitionFacts[], answer: Answer<UnreadRecord | null>) {
  const firstUnread = async (asked: readonly unknown[]) => asked.map(() => answer);
  const kafka = { firstUnread } as unknown as KafkaClient;
  const unread = partitions.map((each) => each.unread);
  return await readOpenTransactions(kafka, partitions, unread, new AbortController().signal);
}

test.each<[string, PartitionFacts, Answer<UnreadRecord | null>, number | "untold" | null]>([
  ["no transaction", partitionFacts(), refused, null],
  ["one whose first record is read", held(), { value: record(NOW_MS - 7_000) }, NOW_MS - 7_000],
  ["one where nothing is left to read: it has ended since", held(), { value: null }, null],
  ["one whose first record may not be read", held(), refused, "untold"],
  ["one whose first record carries no time", held(), { value: record(-1) }, "untold"],
  [
    "one whose first record is the group's next",
    held({ committed: 90, unread: { kind: "record", ...record(NOW_MS - 9_000) } }),
    refused,
    NOW_MS - 9_000,
  ],
  ["a stable offset that could not be read", held({ lastStable: null }), refused, "untold"],
  ["an end that could not be read either", held({ lastStable: null, highWatermark: null }), refused, null],
])("a partition with %s", async (_what, partition, answer, expected) => {
  expect(await since([partition], answer)).toEqual([expected]);
});

test("of more than a hundred the others are not looked at, which is said of each", async () => {
  const many = Array.from({ length: 103 }, (_, partition) => held({ partition }));
  const found = await since(many, { value: record(NOW_MS) });
  expect(found.slice(0, 100).every((each) => each === NOW_MS)).toBe(true);
  expect(found.slice(100)).toEqual(["untold", "untold", "untold"]);
});
