import { expect, test } from "vitest";
import type { Answer, KafkaClient } from "../../../src/clients/kafka-client.ts";
import { readOffsets } from "../../../src/probes/kafka/read-offsets.ts";

test("commits are read before the ends are asked for; begin, stable offset and end are sent in that order, without waiting between", async () => {
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
    "ask stable offset",
    "ask end",
    "know begin",
    "know stable offset",
    "know end",
  ]);
});
