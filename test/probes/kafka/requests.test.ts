import { afterEach, expect, test } from "vitest";
import { openDoors } from "../../../src/clients/open-doors.ts";
import { bareEnvironment } from "../../../src/core/environment/environment.ts";
import { createKafkaServer } from "../../../src/sandbox/kafka/kafka-server.ts";
import { check } from "../../contract/probes-world.ts";
import { byName, groupOf, straightLog, topicOf } from "../../sandbox/kafka/straight-log.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const BROKERS = 3;
const NOW_MS = 1_000_000;

/** Logs of 500 records, a record a second, led by the brokers in turn; all partitions are committed at 100. */
async function lagOf(partitions: number, args: object) {
  const logs = Array.from({ length: partitions }, (_, index) =>
    straightLog(500, { leader: () => 1 + (index % BROKERS) }),
  );
  const committed = Object.fromEntries(logs.map((_, index) => [`t/${index}`, 100]));
  const asked: string[] = [];
  const server = createKafkaServer({
    state: {
      clusterId: "counted",
      brokers: Array.from({ length: BROKERS }, (_, index) => ({ id: index + 1 })),
      topics: byName(topicOf("t", logs)),
      groups: byName(groupOf("g", committed)),
    },
    now: () => NOW_MS,
    onRequest: ({ name }) => asked.push(name),
  });
  const brokers = [...(await server.listen())];
  const doors = openDoors({ ...bareEnvironment("counted"), kafka: { brokers } }, { env: {} });
  closing.push(
    () => doors.close(),
    () => server.close(),
  );
  const given = { group: "g", topics: "t", rateWindow: "0s", ...args };
  const result = await check({ doors, now: () => NOW_MS }, "kafka.consumer-lag", given);
  const count = (name: string) => asked.filter((each) => each === name).length;
  return { result, count, asked };
}

test.each([3, 600])("%i partitions: one request for each broker and kind", async (partitions) => {
  const { result, count } = await lagOf(partitions, { seconds: "bisect" });
  expect(result).toMatchObject({
    verdict: "pass",
    observed: { totalLag: partitions * 400, partitionsTotal: partitions },
  });
  const age = (result.sampledAtMs - 100_000) / 1_000;
  expect(Math.abs(Number(result.observed["maxLagSeconds"]) - age)).toBeLessThan(1);
  expect(count("OffsetFetch")).toBe(1);
  expect(count("DescribeGroups")).toBe(1);
  expect(count("DescribeConfigs")).toBe(1);
  // Log starts, stable offsets, high watermarks; then some twenty times, all partitions at each.
  expect(count("ListOffsets")).toBeLessThanOrEqual((3 + 25) * BROKERS);
  // Of the topic with its leaders, and whether commits are kept at all.
  expect(count("Metadata")).toBe(2);
});

test("the topics are found by what is committed, which is not asked for again", async () => {
  const { result, count } = await lagOf(3, { topics: "" });
  expect(result).toMatchObject({ verdict: "pass", observed: { totalLag: 1_200, partitionsTotal: 3 } });
  expect(count("OffsetFetch")).toBe(1);
});

test("of very many partitions the oldest are read after all", async () => {
  const { result, count } = await lagOf(600, {});
  expect(count("Fetch")).toBeGreaterThan(0);
  expect(count("Fetch")).toBeLessThanOrEqual(2 * BROKERS);
  const listed = result.observed["partitions"] as { lagSeconds: number }[];
  const age = (result.sampledAtMs - 100_000) / 1_000;
  expect(Math.abs(Number(listed[0]?.lagSeconds) - age)).toBeLessThan(1);
});

test.each([
  // 400 records behind, the first of them 900 s old.
  // And half a window later one at the commits alone.
  ["older than that from which rates count: a second look", "10m", 3, 0],
  ["younger: one look", "20m", 1, null],
])("the oldest unread record is %s", async (_name, ratesFrom, looks, produced) => {
  const { result, count } = await lagOf(3, { rateWindow: "100ms", ratesFrom });
  expect(count("OffsetFetch")).toBe(looks);
  expect(result.observed["producedPerSecond"]).toBe(produced);
});

test("nothing is sent that a reader does not need", async () => {
  const { asked } = await lagOf(3, { rateWindow: "100ms" });
  expect(new Set(asked)).toEqual(
    new Set([
      "ApiVersions",
      "Metadata",
      "FindCoordinator",
      "OffsetFetch",
      "DescribeGroups",
      "DescribeConfigs",
      "ListOffsets",
      "Fetch",
    ]),
  );
});
