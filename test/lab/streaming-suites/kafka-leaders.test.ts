import { type Admin, Kafka, logLevel, type Producer } from "kafkajs";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { openDoors } from "../../../src/clients/open-doors.ts";
import type { Doors } from "../../../src/clients/doors.ts";
import { bareEnvironment } from "../../../src/core/environment/environment.ts";
import { lagObserved } from "../../../src/probes/kafka/lag-observed.ts";
import { check } from "../../contract/probes-world.ts";
import { waitUntil } from "../process/wait-until.ts";
import { describeGroup, kafkaTool } from "../streaming/kafka/kafka-tools.ts";
import { startTwoBrokers, type TwoBrokers } from "../streaming/kafka/start-two-brokers.ts";

const GROUP = "zipline-consumer";
const OFFSETS = "__consumer_offsets";

describe.skipIf(inject("streaming") === null)("leaders that move between two real brokers", () => {
  let brokers: TwoBrokers;
  let admin: Admin;
  let producer: Producer;
  /** Opened once: what it learned of leaders is out of date after each move. */
  let doors: Doors;

  beforeAll(async () => {
    brokers = await startTwoBrokers();
    const kafka = new Kafka({ brokers: [brokers.first], logLevel: logLevel.NOTHING });
    admin = kafka.admin();
    producer = kafka.producer();
    await Promise.all([admin.connect(), producer.connect()]);
    doors = openDoors({ ...bareEnvironment("lab"), kafka: { brokers: [brokers.first] } }, { env: {} });
    await admin.createTopics({
      topics: [
        topic("moving", [[1, 2]]),
        topic("orphaned", [[2]]),
        // Led by each, kept by both.
        topic("shared", [
          [1, 2],
          [2, 1],
        ]),
      ],
    });
    await fill("moving", 0, 30);
    await fill("orphaned", 0, 20);
    await fill("shared", 0, 10);
    await fill("shared", 1, 10);
    for (const [name, offset] of [
      ["moving:0", 12],
      ["orphaned:0", 5],
      ["shared:0", 4],
      ["shared:1", 7],
    ] as const)
      await commit(name, offset);
  });
  afterAll(async () => {
    await Promise.all([admin?.disconnect(), producer?.disconnect(), doors?.close()]);
    await brokers?.close();
  });

  function topic(name: string, replicas: readonly (readonly number[])[]) {
    const replicaAssignment = replicas.map((each, partition) => ({ partition, replicas: [...each] }));
    return { topic: name, replicaAssignment };
  }

  async function fill(name: string, partition: number, count: number): Promise<void> {
    const messages = Array.from({ length: count }, (_, at) => ({ partition, key: `k${at}`, value: "{}" }));
    await producer.send({ topic: name, messages });
  }

  async function commit(at: string, offset: number): Promise<void> {
    const command = "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand";
    const to = ["--reset-offsets", "--to-offset", String(offset), "--execute"];
    await kafkaTool(brokers.first, command, [...to, "--group", GROUP, "--topic", at]);
  }

  async function leaderOf(name: string, partition: number): Promise<number> {
    const { topics } = await admin.fetchTopicMetadata({ topics: [name] });
    return topics[0]?.partitions.find((one) => one.partitionId === partition)?.leader ?? -1;
  }

  /** Makes one broker the only keeper, and so the leader, of a partition. */
  async function moveTo(name: string, broker: number): Promise<void> {
    await admin.alterPartitionReassignments({
      topics: [{ topic: name, partitionAssignment: [{ partition: 0, replicas: [broker] }] }],
    });
    await waitUntil(`broker ${broker} to lead ${name}`, async () => (await leaderOf(name, 0)) === broker);
  }

  async function lag(topics: string) {
    const args = { group: GROUP, topics, rateWindow: "0s" };
    const result = await check({ doors, now: Date.now }, "kafka.consumer-lag", args);
    return { ...result, observed: lagObserved.parse(result.observed) };
  }

  /** Of the reference tool, by topic and partition. */
  async function toolsLag(name: string): Promise<readonly (number | null)[]> {
    const rows = (await describeGroup(brokers.first, GROUP)).filter((row) => row.topic === name);
    return rows.toSorted((a, b) => a.partition - b.partition).map((row) => row.lag);
  }

  test("a leader that moved since the last look: the new one is found, and the numbers are the tool's", async () => {
    expect(await leaderOf("moving", 0)).toBe(1);
    const before = await lag("moving");
    expect([before.verdict, before.observed.totalLag]).toEqual(["pass", 18]);
    await moveTo("moving", 2);
    await fill("moving", 0, 7);
    const after = await lag("moving");
    expect(after.verdict).toBe("pass");
    expect(after.observed.partitions).toMatchObject([{ committedOffset: 12, highWatermark: 37, lag: 25 }]);
    expect(await toolsLag("moving")).toEqual([25]);
    await moveTo("moving", 1);
    const back = await lag("moving");
    expect([back.verdict, back.observed.totalLag]).toEqual(["pass", 25]);
  });

  test("a coordinator that moved since the last look: the new one is found", async () => {
    for (const broker of [2, 1]) {
      await moveTo(OFFSETS, broker);
      const seen = await lag("shared");
      expect(seen.observed).toMatchObject({ groupState: "Empty", totalLag: 9 });
      expect(await toolsLag("shared")).toEqual([6, 3]);
    }
  });

  test("a broker that died: its partitions are not known, never without lag, until others lead them", async () => {
    expect(await leaderOf("shared", 1)).toBe(2);
    expect((await lag("shared,orphaned")).observed.totalLag).toBe(9 + 15);
    await brokers.killSecond();
    const at = await lag("shared");
    expect(at.verdict).not.toBe("pass");
    expect(at.observed.partitions.find(({ partition }) => partition === 0)?.lag).toBe(6);
    await waitUntil("broker 1 to lead what both kept", async () => (await leaderOf("shared", 1)) === 1);
    const later = await waitUntil("the new leader to be asked", async () => {
      const seen = await lag("shared");
      return seen.verdict === "pass" && seen;
    });
    // The reference tool says nothing of the group now: it waits half a minute for the leader of the orphaned partition, and gives up as a whole.
    expect(later.observed.partitions.map((each) => each.lag)).toEqual([6, 3]);
    // What only the dead one kept has no leader, and is not counted as nothing.
    const orphaned = await lag("orphaned");
    expect(orphaned.verdict).toBe("inconclusive");
    expect(orphaned.summary).toMatch(/no leader|LEADER/);
  });
});
