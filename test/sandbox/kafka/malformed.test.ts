import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { WireWriter } from "../../../src/sandbox/kafka/wire/wire-writer.ts";
import { brokerPlace, type BrokerPlace } from "./broker-place.ts";
import { MALFORMED } from "./malformed-requests.ts";
import { requestBytes, sent } from "./raw-client.ts";
import { byName, straightLog, topicOf } from "./straight-log.ts";

let place: BrokerPlace;
let address: string;

beforeAll(async () => {
  place = await brokerPlace({
    clusterId: "sandbox",
    brokers: [{ id: 1 }],
    topics: byName(topicOf("clicks", [straightLog(10)])),
    groups: new Map(),
  });
  [address = ""] = place.brokers;
});

afterAll(async () => {
  await place.close();
});

const PRODUCE = 0;
const METADATA = 3;

it.each([
  ...Object.entries(MALFORMED),
  // What a real broker has or allows, and this one has not.
  ["a request that nobody advertised", requestBytes({ key: PRODUCE, version: 3 })],
  ["a version too old", requestBytes({ key: METADATA, version: 0 })],
  ["a size beyond the limit", Buffer.from([0x00, 0x80, 0x00, 0x01])],
] as const)("closes the connection on %s", async (_name, bytes) => {
  expect(await sent(address, bytes)).toEqual({ answer: Buffer.alloc(0), closed: true });
});

it("answers a version of ApiVersions that is too new in the oldest layout, with the versions it has", async () => {
  const { answer } = await sent(address, requestBytes({ key: 18, version: 9, isFlexible: true }));
  // Size, correlation id, UNSUPPORTED_VERSION, one entry: ApiVersions 0 to 4.
  const expected = new WireWriter().int32(16).int32(42).int16(35).int32(1).int16(18).int16(0).int16(4);
  expect(answer).toEqual(expected.toBuffer());
});

it("advertises only versions that Kafka 4.1 has", async () => {
  const KAFKA_4_1: Record<number, readonly [number, number]> = {
    1: [4, 17],
    2: [1, 10],
    3: [0, 13],
    9: [1, 9],
    10: [0, 6],
    15: [0, 6],
    16: [0, 5],
    17: [0, 1],
    18: [0, 4],
    32: [1, 4],
    36: [0, 2],
    69: [0, 1],
  };
  const { answer } = await sent(address, requestBytes({ key: 18, version: 0 }));
  const count = answer.readInt32BE(10);
  expect(count).toBe(Object.keys(KAFKA_4_1).length);
  for (let index = 0; index < count; index += 1) {
    const at = 14 + index * 6;
    const [min, max] = KAFKA_4_1[answer.readInt16BE(at)] ?? [Infinity, -Infinity];
    expect(answer.readInt16BE(at + 2)).toBeGreaterThanOrEqual(min);
    expect(answer.readInt16BE(at + 4)).toBeLessThanOrEqual(max);
  }
});

it("survives any bytes behind a well-formed header, and answers the next caller", async () => {
  const warnings: Error[] = [];
  const note = (warning: Error): unknown => warnings.push(warning);
  process.on("warning", note);
  const versions: [number, number][] = [
    [1, 11],
    [2, 3],
    [3, 6],
    [9, 4],
    [10, 2],
    [15, 2],
    [16, 2],
    [17, 1],
    [32, 2],
    [36, 1],
    [69, 0],
  ];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...versions), fc.uint8Array({ maxLength: 80 }), async ([key, version], bytes) => {
      const body = new WireWriter().raw(bytes);
      const { answer, closed } = await sent(address, requestBytes({ key, version, isFlexible: key === 69 }, body));
      return closed ? answer.length === 0 : answer.readInt32BE(4) === 42;
    }),
    { numRuns: 300, seed: 4 },
  );
  expect(await place.admin.listTopics()).toEqual(["clicks"]);
  process.off("warning", note);
  // kafkajs, the client of the question before, gives Node 24 a reason of its own to warn at each connection.
  expect(warnings.filter(({ name }) => name !== "TimeoutNegativeWarning")).toEqual([]);
});
