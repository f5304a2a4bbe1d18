import { afterEach, expect, it } from "vitest";
import { brokerPlace, type BrokerPlace } from "./broker-place.ts";
import { byName, groupOf, straightLog, topicOf } from "./straight-log.ts";

let place: BrokerPlace | undefined;

afterEach(async () => {
  await place?.close();
  place = undefined;
});

const CLUSTER = { clusterId: "sandbox", brokers: [{ id: 1 }], groups: new Map<string, never>() };

it("lists topics, ends and commits as the state has them", async () => {
  const topics = byName(topicOf("clicks", [straightLog(100), straightLog(40, { logStartOffset: () => 15 })]));
  const groups = byName(groupOf("reader", { "clicks/0": 30 }));
  place = await brokerPlace({ ...CLUSTER, topics, groups });
  const { admin } = place;
  expect(await admin.listTopics()).toEqual(["clicks"]);
  expect((await admin.fetchTopicOffsets("clicks")).sort((one, other) => one.partition - other.partition)).toEqual([
    { partition: 0, offset: "100", high: "100", low: "0" },
    { partition: 1, offset: "40", high: "40", low: "15" },
  ]);
  expect(await admin.fetchOffsets({ groupId: "reader", topics: ["clicks"] })).toEqual([
    {
      topic: "clicks",
      partitions: [
        { partition: 0, offset: "30", metadata: null },
        { partition: 1, offset: "-1", metadata: null },
      ],
    },
  ]);
});
