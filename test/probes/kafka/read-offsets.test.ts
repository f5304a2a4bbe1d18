import { expect, test } from "vitest";
import type { Answer, KafkaClient } from "../../../src/clients/kafka-client.ts";
import { readOffsets } from "../../../src/probes/kafka/read-offsets.ts";

test("commits are read before the ends are asked for; begin, end and stable offset are sent in that order, without waiting between", async () => {
  const story: string[] = [];
  const at = async (what: string, value: number): Promise<readonly Answer<number>[]> => {
    story.push(`ask ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
    story.push(`know ${what}`);
    return [{ value }];
  };
  const kafka = {
    committed: async () => {
      await at("commit", 0);
      return [{ topic: "t", partition: 0, offset: 7 }];
    },
    logStarts: () => at("begin", 2),
    lastStableOffsets: () => at("stable offset", 8),
    highWatermarks: () => at("end", 9),
  } as unknown as KafkaClient;
  const read = await readOffsets(kafka, "g", [{ topic: "t", partition: 0 }], new AbortController().signal);
  expect(read).toEqual([
    { topic: "t", partition: 0, committed: 7, logStart: 2, lastStable: 8, highWatermark: 9, trouble: null },
  ]);
  expect(story).toEqual([
    "ask commit",
    "know commit",
    "ask begin",
    "ask end",
    "ask stable offset",
    "know begin",
    "know end",
    "know stable offset",
  ]);
});

test("what is written between the questions is no transaction that holds the stable offset back", async () => {
  let written = 100;
  const end = async () => [{ value: (written += 1) }];
  const kafka = {
    committed: async () => [{ topic: "t", partition: 0, offset: 7 }],
    logStarts: async () => [{ value: 0 }],
    lastStableOffsets: end,
    highWatermarks: end,
  } as unknown as KafkaClient;
  const read = await readOffsets(kafka, "g", [{ topic: "t", partition: 0 }], new AbortController().signal);
  expect(read).toMatchObject([{ lastStable: 101, highWatermark: 101 }]);
});
