import { afterEach, expect, it } from "vitest";
import { brokerPlace, type BrokerPlace } from "./broker-place.ts";
import { byName, straightLog, topicOf } from "./straight-log.ts";

let place: BrokerPlace | undefined;

afterEach(async () => {
  await place?.close();
  place = undefined;
});

const CLUSTER = { clusterId: "sandbox", brokers: [{ id: 1 }, { id: 2 }], groups: new Map<string, never>() };

it("answers for a partition only where it is led, and kafkajs finds the leader", async () => {
  const partitions = [straightLog(10), straightLog(20, { leader: () => 2 })];
  const asked: [string, number][] = [];
  place = await brokerPlace(
    { ...CLUSTER, topics: byName(topicOf("clicks", partitions)) },
    { onRequest: ({ name, brokerId }) => asked.push([name, brokerId]) },
  );
  const offsets = await place.admin.fetchTopicOffsets("clicks");
  expect(new Map(offsets.map(({ partition, offset }) => [partition, offset]))).toEqual(
    new Map([
      [0, "10"],
      [1, "20"],
    ]),
  );
  const leaders = asked.filter(([name]) => name === "ListOffsets").map(([, id]) => id);
  expect(new Set(leaders)).toEqual(new Set([1, 2]));
  expect((await place.admin.describeCluster()).brokers.map(({ nodeId }) => nodeId)).toEqual([1, 2]);
});

it("sends those who still ask the old leader away", async () => {
  let leader = 1;
  const moving = straightLog(10, { leader: () => leader });
  place = await brokerPlace({ ...CLUSTER, topics: byName(topicOf("clicks", [moving])) });
  const first = await place.broker(1);
  const second = await place.broker(2);
  await first.connect();
  await second.connect();
  const question = {
    replicaId: -1,
    isolationLevel: 0,
    topics: [{ topic: "clicks", partitions: [{ partition: 0, timestamp: "-1" }] }],
  } as const;
  const answer = [{ partitions: [{ offset: "10" }] }];
  await expect(first.listOffsets(question)).resolves.toMatchObject({ responses: answer });
  leader = 2;
  await expect(first.listOffsets(question)).rejects.toMatchObject({ type: "NOT_LEADER_FOR_PARTITION" });
  await expect(second.listOffsets(question)).resolves.toMatchObject({ responses: answer });
  // Without a leader: the partition is listed, and nobody answers for it.
  leader = -1;
  await expect(place.admin.fetchTopicOffsets("clicks")).rejects.toMatchObject({
    cause: { type: "LEADER_NOT_AVAILABLE" },
  });
});

it("answers as late as the trouble says, by the request's name", async () => {
  const topics = byName(topicOf("clicks", [straightLog(10)]));
  const trouble = { delays: [{ prefix: "kafka:ListOffsets", delayMs: 200 }] };
  place = await brokerPlace({ ...CLUSTER, topics }, { trouble });
  const took = async (ask: () => Promise<unknown>): Promise<number> => {
    const startedAt = performance.now();
    await ask();
    return performance.now() - startedAt;
  };
  await place.admin.connect();
  expect(await took(() => place?.admin.fetchTopicOffsets("clicks") ?? Promise.resolve())).toBeGreaterThan(190);
});
