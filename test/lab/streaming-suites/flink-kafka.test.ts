import { randomBytes } from "node:crypto";
import { Kafka, logLevel, Partitioners } from "kafkajs";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { openDoors } from "../../../src/clients/open-doors.ts";
import { bareEnvironment } from "../../../src/core/environment/environment.ts";
import { eventually } from "../../contract/flink-place.ts";
import { check } from "../../contract/probes-world.ts";
import { labPlace, type LabPlace } from "../streaming/flink/flink-lab-place.ts";
import { describeGroup } from "../streaming/kafka/kafka-tools.ts";
import { kafkaFromInjected } from "../streaming/kafka-from-injected.ts";

const RECORDS = 1_000;
/** Large, so that few of them fit into the buffers between source and map. */
const RECORD_BYTES = 20_000;

describe.skipIf(inject("streaming") === null)("a job that reads Kafka slower than was written", () => {
  const name = `zipline-${randomBytes(4).toString("hex")}`;
  let place: LabPlace;
  beforeAll(async () => {
    const broker = kafkaFromInjected().plain;
    const kafka = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING });
    const [admin, producer] = [kafka.admin(), kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner })];
    await Promise.all([admin.connect(), producer.connect()]);
    await admin.createTopics({ topics: [{ topic: name, numPartitions: 1 }] });
    // A request takes a megabyte at most.
    for (let at = 0; at < RECORDS; at += 40)
      await producer.send({
        topic: name,
        messages: Array.from({ length: 40 }, () => ({ value: "x".repeat(RECORD_BYTES) })),
      });
    await Promise.all([admin.disconnect(), producer.disconnect()]);
    place = await labPlace({ scheduler: "default", slots: 4 }, null);
    await place.submit(name, ["--topic", name, "--group", name, "--brokers", broker, "--sleepMs", "20"]);
  });
  afterAll(() => place?.close());

  test("Flink's pending records are fewer than Kafka's committed lag: what is fetched and not yet in a checkpoint", async () => {
    const broker = kafkaFromInjected().plain;
    const doors = openDoors({ ...bareEnvironment("lab"), kafka: { brokers: [broker] } }, { env: {} });
    const lag = () =>
      check({ doors, now: Date.now }, "kafka.consumer-lag", { group: name, topics: name, rateWindow: "0s" });
    await eventually(
      place,
      lag,
      ({ observed }) => Number(observed["totalLag"]) > 0 && Number(observed["totalLag"]) < RECORDS,
    );
    // Pending first: both only fall from here on, so that Kafka's later number cannot be larger by its age.
    const job = await eventually(
      place,
      () => check(place, "flink.job", { job: name }),
      ({ observed }) => Number(observed["pendingRecords"]) > 0,
    );
    const askedAtMs = Date.now();
    const committed = await lag();
    await doors.close();
    const pending = Number(job.observed["pendingRecords"]);
    expect(pending).toBeGreaterThan(0);
    expect(pending).toBeLessThan(RECORDS);
    const behind = Number(committed.observed["totalLag"]);
    expect(behind).toBeLessThan(RECORDS);
    // What was fetched ahead, and what came since the last checkpoint (50 records a second, one every 2 s): some hundreds.
    expect(behind).toBeGreaterThan(pending - 100);
    const [row] = await describeGroup(broker, name);
    expect(row?.lag).toBeLessThanOrEqual(behind);
    // What was read since: 50 records a second, and those of one checkpoint (2 s) before; the tool's JVM takes its seconds.
    const sinceSeconds = (Date.now() - askedAtMs) / 1_000;
    expect(behind - (row?.lag ?? 0)).toBeLessThan(60 * (sinceSeconds + 4));
  });

  test("a job that reads no Kafka has no such number", async () => {
    await place.submit("without", ["--rate", "50"]);
    const job = await eventually(
      place,
      () => check(place, "flink.job", { job: "without" }),
      ({ verdict }) => verdict === "pass",
    );
    expect(job).toMatchObject({ verdict: "pass", observed: { pendingRecords: null } });
  });
});
