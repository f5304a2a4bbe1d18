import { afterEach, describe, expect, test } from "vitest";
import { openKafka } from "../../../src/clients/kafka/open-kafka.ts";
import { secretRegistry } from "../../../src/clients/secret-registry.ts";
import { createKafkaServer } from "../../../src/sandbox/kafka/kafka-server.ts";
import type { KafkaState } from "../../../src/sandbox/kafka/kafka-state.ts";
import { byName, straightLog, topicOf } from "../../sandbox/kafka/straight-log.ts";

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function clientOf(state: Pick<KafkaState, "topics" | "groups">, asked: string[] = []) {
  const brokers = [{ id: 1 }, { id: 2 }];
  const server = createKafkaServer({
    state: { clusterId: "moving", brokers, ...state },
    now: () => 100_000,
    onRequest: ({ name }) => asked.push(name),
  });
  const addresses = [...(await server.listen())];
  const sources = { env: {}, readFile: () => Promise.resolve(""), secrets: secretRegistry() };
  const limits = { timeoutMs: 5_000, userAgent: "bigops" };
  const client = await openKafka({ brokers: addresses }, "environments.test.kafka", sources, limits);
  closing.push(
    () => client.close(),
    () => server.close(),
  );
  return client;
}

const signal = AbortSignal.timeout(20_000);
const partitions = [
  { topic: "t", partition: 0 },
  { topic: "t", partition: 1 },
];

describe("leaders", () => {
  test("one that has moved since is found again", async () => {
    let leader = 1;
    const topics = byName(topicOf("t", [straightLog(10, { leader: () => leader }), straightLog(20)]));
    const kafka = await clientOf({ topics, groups: new Map() });
    expect(await kafka.highWatermarks(partitions, signal)).toEqual([{ value: 10 }, { value: 20 }]);
    leader = 2;
    expect(await kafka.highWatermarks(partitions, signal)).toEqual([{ value: 10 }, { value: 20 }]);
  });

  test("a partition without one is that partition's trouble", async () => {
    const topics = byName(topicOf("t", [straightLog(10), straightLog(20, { leader: () => -1 })]));
    const kafka = await clientOf({ topics, groups: new Map() });
    expect(await kafka.highWatermarks(partitions, signal)).toEqual([
      { value: 10 },
      { trouble: { code: "LEADER_NOT_AVAILABLE", words: "the partition has no leader" } },
    ]);
  });

  test("a topic that was deleted meanwhile", async () => {
    const topics = byName(topicOf("t", [straightLog(10)]));
    const kafka = await clientOf({ topics, groups: new Map() });
    const [known, unknown] = await kafka.highWatermarks(
      [
        { topic: "t", partition: 0 },
        { topic: "u", partition: 0 },
      ],
      signal,
    );
    expect(known).toEqual({ value: 10 });
    expect(unknown).toMatchObject({ trouble: { code: "UNKNOWN_TOPIC_OR_PARTITION" } });
  });
});

describe("a cluster without any group", () => {
  test("is not asked for a coordinator, which would create the topic of all commits", async () => {
    const topics = byName(topicOf("t", [straightLog(10)]));
    const asked: string[] = [];
    const kafka = await clientOf({ topics, groups: new Map() }, asked);
    expect(await kafka.group("g", signal)).toMatchObject({ state: "Dead" });
    expect(await kafka.committed("g", [{ topic: "t", partition: 0 }], signal)).toEqual([
      { topic: "t", partition: 0, offset: null },
    ]);
    expect(new Set(asked)).toEqual(new Set(["ApiVersions", "Metadata"]));
  });
});
