import { randomBytes } from "node:crypto";
import { execa } from "execa";
import { type Admin, Kafka, logLevel, type Producer } from "kafkajs";
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from "vitest";
import { openDoors } from "../../../src/clients/open-doors.ts";
import { bareEnvironment } from "../../../src/core/environment/environment.ts";
import { lagObserved } from "../../../src/probes/kafka/lag-observed.ts";
import { check } from "../../contract/probes-world.ts";
import { waitUntil } from "../process/wait-until.ts";
import { kafka as kafkaStep } from "../provision/kafka.ts";
import { classPath, javaFlags } from "../streaming/java.ts";
import { kafkaFromInjected } from "../streaming/kafka-from-injected.ts";
import { commitOffset } from "../streaming/kafka/commit-offset.ts";
import { describeGroup, kafkaTool } from "../streaming/kafka/kafka-tools.ts";

describe.skipIf(inject("streaming") === null)("groups of a real broker", () => {
  const { plain } = kafkaFromInjected();
  const suffix = randomBytes(4).toString("hex");
  const named = (name: string) => `${name}-${suffix}`;
  const kafka = new Kafka({ brokers: [plain], logLevel: logLevel.NOTHING });
  const doors = openDoors({ ...bareEnvironment("lab"), kafka: { brokers: [plain] } }, { env: {} });
  let admin: Admin;
  let producer: Producer;

  beforeAll(async () => {
    admin = kafka.admin();
    producer = kafka.producer();
    await Promise.all([admin.connect(), producer.connect()]);
  });
  afterAll(async () => {
    await Promise.all([admin?.disconnect(), producer?.disconnect()]);
    await doors.close();
  });

  async function createTopic(topic: string, configs: Readonly<Record<string, string>> = {}): Promise<void> {
    const configEntries = Object.entries({ "retention.ms": "-1", ...configs }).map(([name, value]) => ({
      name,
      value,
    }));
    await admin.createTopics({ topics: [{ topic, numPartitions: 1, configEntries }] });
  }

  async function lag(group: string, args: object = {}) {
    const result = await check({ doors, now: Date.now }, "kafka.consumer-lag", { group, rateWindow: "0s", ...args });
    return { ...result, observed: lagObserved.parse(result.observed) };
  }

  const records = (count: number) => Array.from({ length: count }, (_, index) => ({ key: `k${index}`, value: "{}" }));

  test("a group of the newer protocol: its state, its members and its lag", async () => {
    const [topic, group] = [named("newer"), named("newer-group")];
    await createTopic(topic);
    await producer.send({ topic, messages: records(10) });
    const consumer = ["org.apache.kafka.tools.consumer.ConsoleConsumer", "--bootstrap-server", plain, "--topic", topic];
    const newer = ["--group", group, "--consumer-property", "group.protocol=consumer", "--from-beginning"];
    const reading = execa("java", [...javaFlags, "-cp", classPath(kafkaStep), ...consumer, ...newer], {
      reject: false,
    });
    onTestFinished(async () => {
      reading.kill("SIGKILL");
      await reading;
    });
    const alive = await waitUntil(
      "the group to be stable",
      async () => {
        const seen = await lag(group, { topics: topic });
        return seen.observed.groupState === "Stable" && seen.observed.totalLag === 0 && seen;
      },
      // A virtual machine starts, and commits five seconds after it has joined.
      { timeoutMs: 60_000 },
    );
    expect(alive.observed).toMatchObject({ groupKind: "consumer", groupExists: true, members: 1, totalLag: 0 });
    expect(alive.verdict).toBe("pass");
    reading.kill("SIGTERM");
    await reading;
    await producer.send({ topic, messages: records(4) });
    const left = await waitUntil("the group to be empty", async () => {
      const seen = await lag(group);
      return seen.observed.groupState === "Empty" && seen;
    });
    expect(left.observed).toMatchObject({ groupKind: "consumer", members: 0, totalLag: 4 });
    expect((await describeGroup(plain, group)).map((row) => row.lag)).toEqual([4]);
  });

  test("a group at work: state, members, and rates over the window", async () => {
    const [topic, group] = [named("traffic"), named("traffic-group")];
    await createTopic(topic);
    const consumer = kafka.consumer({ groupId: group, maxWaitTimeInMs: 100 });
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({ autoCommitInterval: 50, eachMessage: async () => {} });
    let sent = 0;
    const sending = setInterval(() => {
      sent += 5;
      void producer.send({ topic, messages: records(5) }).catch(() => undefined);
    }, 50);
    onTestFinished(async () => {
      clearInterval(sending);
      await consumer.disconnect();
    });
    await waitUntil("the first commits", async () => (await lag(group)).observed.totalLag !== null);
    const [startedAt, before] = [performance.now(), sent];
    const { observed, verdict } = await lag(group, { rateWindow: "2s", ratesFrom: "0s" });
    const rate = (sent - before) / ((performance.now() - startedAt) / 1_000);
    expect(observed).toMatchObject({ groupState: "Stable", groupKind: "classic", members: 1, advancing: true });
    expect(verdict).toBe("pass");
    for (const measured of [observed.producedPerSecond, observed.consumedPerSecond]) {
      expect(measured).toBeGreaterThan(rate * 0.6);
      expect(measured).toBeLessThan(rate * 1.5);
    }
    expect(observed.maxLagSeconds).toBeLessThan(2);
  });

  test("a group that commits every five seconds has no rate within two", async () => {
    const [topic, group] = [named("bursts"), named("bursts-group")];
    await createTopic(topic);
    await producer.send({ topic, messages: records(50) });
    const consumer = kafka.consumer({ groupId: group, maxWaitTimeInMs: 100 });
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    let next = 0;
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ message }) => {
        next = Number(message.offset) + 1;
      },
    });
    const committing = setInterval(() => {
      void consumer.commitOffsets([{ topic, partition: 0, offset: String(next) }]).catch(() => undefined);
    }, 5_000);
    const sending = setInterval(() => void producer.send({ topic, messages: records(5) }).catch(() => undefined), 50);
    onTestFinished(async () => {
      clearInterval(sending);
      clearInterval(committing);
      await consumer.disconnect();
    });
    await waitUntil("the first commits", async () => (await lag(group)).observed.totalLag !== null);
    for (let look = 0; look < 3; look += 1) {
      const { observed, summary } = await lag(group, { rateWindow: "2s", ratesFrom: "0s" });
      // At most one commit falls into the window: five seconds of reading, were it taken for two.
      expect([0, null]).toContain(observed.consumedPerSecond);
      expect(observed.catchUpSeconds).toBeNull();
      expect(summary).not.toContain("caught up in");
    }
  });

  test("partitions that were added since have no commit, and that is said", async () => {
    const [topic, group] = [named("grown"), named("grown-group")];
    await createTopic(topic);
    await producer.send({ topic, messages: records(5) });
    await commitOffset(plain, group, { topic, partition: 0, offset: 5 });
    expect(await lag(group)).toMatchObject({ verdict: "pass", observed: { totalLag: 0, partitionsTotal: 1 } });
    await admin.createPartitions({ topicPartitions: [{ topic, count: 3 }] });
    await waitUntil("three partitions", async () => (await lag(group)).observed.partitionsTotal === 3);
    expect(await lag(group)).toMatchObject({ verdict: "pass", observed: { noCommit: 0 } });
    const fresh = kafka.producer({ metadataMaxAge: 0 });
    await fresh.connect();
    await fresh.send({ topic, messages: [{ partition: 2, value: "{}" }] });
    await fresh.disconnect();
    expect(await lag(group)).toMatchObject({ verdict: "inconclusive", observed: { noCommit: 1, totalLag: 0 } });
  });

  test("a group whose commits are gone is no group at all", async () => {
    const [topic, group] = [named("gone"), named("gone-group")];
    await createTopic(topic);
    await producer.send({ topic, messages: records(5) });
    await commitOffset(plain, group, { topic, partition: 0, offset: 2 });
    expect(await lag(group)).toMatchObject({ verdict: "pass", observed: { totalLag: 3, groupKind: "commits-only" } });
    await admin.deleteGroups([group]);
    const gone = await lag(group, { topics: topic });
    expect(gone).toMatchObject({ verdict: "inconclusive", observed: { groupExists: false, totalLag: null } });
    expect(gone.summary).toContain("expired since its last commit");
  });

  test("a group whose commits have expired: of all its topics, or of one", async () => {
    const [topic, kept, group] = [named("expiring"), named("kept"), named("expired-group")];
    for (const each of [topic, kept]) {
      await createTopic(each);
      await producer.send({ topic: each, messages: records(5) });
    }
    const half = named("half-expired-group");
    await commitOffset(plain, half, { topic: kept, partition: 0, offset: 4 });
    for (const each of [group, half])
      await commitOffset(plain, each, { topic, partition: 0, offset: 2, keptMs: 2_000 });
    expect(await lag(group)).toMatchObject({ verdict: "pass", observed: { totalLag: 3, groupExists: true } });
    await waitUntil("the reference tool to see none", async () => (await describeGroup(plain, group)).length === 0);
    for (const topics of ["", topic]) {
      const gone = await lag(group, { topics });
      expect(gone).toMatchObject({ verdict: "inconclusive", observed: { groupExists: false, totalLag: null } });
      expect(gone.summary).toContain("expired since its last commit (offsets.retention.minutes)");
    }
    // Of the other group one commit is left. Only who names the topic learns that its commit is gone.
    await waitUntil("one to be left", async () => (await describeGroup(plain, half)).length === 1);
    expect(await lag(half)).toMatchObject({ verdict: "pass", observed: { totalLag: 1, partitionsTotal: 1 } });
    const missing = await lag(half, { topics: `${topic},${kept}` });
    expect(missing).toMatchObject({ verdict: "inconclusive", observed: { noCommit: 1, totalLag: 1 } });
    expect(missing.summary).toContain("1 partition without a commit");
  });

  test("a group whose offsets somebody deleted by the reference tool", async () => {
    const [topic, group] = [named("deleted"), named("deleted-group")];
    await createTopic(topic);
    await producer.send({ topic, messages: records(5) });
    await commitOffset(plain, group, { topic, partition: 0, offset: 2 });
    const command = "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand";
    await kafkaTool(plain, command, ["--delete-offsets", "--group", group, "--topic", topic]);
    const gone = await lag(group, { topics: topic });
    expect(gone).toMatchObject({ verdict: "inconclusive", observed: { totalLag: null } });
    expect(gone.summary).not.toContain("all is read");
  });

  test("a compacted topic: the count overstates, the age is that of the first record that is left", async () => {
    const [topic, group] = [named("compacted"), named("compacted-group")];
    await createTopic(topic, {
      "cleanup.policy": "compact",
      "segment.ms": "100",
      "min.cleanable.dirty.ratio": "0.001",
    });
    const firstMs = Date.now() - 600_000;
    // Each record is a segment of its own: its time is a second after the one before.
    for (let index = 0; index < 12; index += 1)
      await producer.send({
        topic,
        messages: [{ key: `k${index % 3}`, value: "{}", timestamp: String(firstMs + index * 1_000) }],
      });
    await commitOffset(plain, group, { topic, partition: 0, offset: 0 });
    const { kept, seen } = await waitUntil(
      "the cleaner to be done",
      async () => {
        const before = await offsetsLeft(topic);
        const look = await lag(group);
        const after = await offsetsLeft(topic);
        // It works in the background: a look counts when nothing was removed meanwhile.
        return (before[0] ?? 0) > 0 && before[0] === after[0] && { kept: before, seen: look };
      },
      { timeoutMs: 60_000, everyMs: 500 },
    );
    const age = (seen.sampledAtMs - firstMs) / 1_000 - (kept[0] ?? Number.NaN);
    expect(seen.observed.totalLag).toBe(12);
    expect(Math.abs((seen.observed.maxLagSeconds ?? Number.NaN) - age)).toBeLessThan(1);
    expect(seen.notes.join("\n")).toContain("compacted, so that the count overstates");
  });

  test("records packed by lz4, which cannot be unpacked here", async () => {
    const [topic, group] = [named("packed"), named("packed-group")];
    await createTopic(topic);
    const tool = ["org.apache.kafka.tools.ConsoleProducer", "--bootstrap-server", plain, "--topic", topic];
    const lines = Array.from({ length: 200 }, (_, index) => `record ${index}`).join("\n");
    const args = [...javaFlags, "-cp", classPath(kafkaStep), ...tool, "--compression-codec", "lz4"];
    const before = Date.now();
    await execa("java", args, { input: lines });
    const after = Date.now();
    await commitOffset(plain, group, { topic, partition: 0, offset: 77 });
    const seen = await lag(group);
    expect(seen.observed.totalLag).toBe(123);
    expect(seen.observed.maxLagSeconds).toBeGreaterThanOrEqual((seen.sampledAtMs - after) / 1_000 - 1);
    expect(seen.observed.maxLagSeconds).toBeLessThanOrEqual((seen.sampledAtMs - before) / 1_000);
  });

  /** As a plain consumer of kafkajs sees them. */
  async function offsetsLeft(topic: string): Promise<readonly number[]> {
    const consumer = kafka.consumer({
      groupId: named(`reader-${randomBytes(4).toString("hex")}`),
      maxWaitTimeInMs: 100,
    });
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    const found: number[] = [];
    await consumer.run({ eachMessage: async ({ message }) => void found.push(Number(message.offset)) });
    await waitUntil("the last record", () => found.includes(11));
    await consumer.disconnect();
    return found.sort((a, b) => a - b);
  }
});
