import { AssignerProtocol, Kafka, logLevel } from "kafkajs";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { createKafkaServer, type KafkaServer } from "../../../src/sandbox/kafka/kafka-server.ts";
import type { KafkaGroup } from "../../../src/sandbox/kafka/kafka-state.ts";
import { WireReader } from "../../../src/sandbox/kafka/wire/wire-reader.ts";
import { innerCluster, TIMEOUTS } from "../../sandbox/kafka/inner-cluster.ts";
import { MALFORMED } from "../../sandbox/kafka/malformed-requests.ts";
import { requestBytes, sent } from "../../sandbox/kafka/raw-client.ts";
import * as ask from "../../sandbox/kafka/requests.ts";
import { byName, groupOf } from "../../sandbox/kafka/straight-log.ts";
import { describeNewer, startClassicConsumer, startNewerConsumer } from "../streaming/agreement/live-groups.ts";
import { makeMirror, type Mirror } from "../streaming/agreement/mirror.ts";
import { kafkaFromInjected } from "../streaming/kafka-from-injected.ts";

interface Named {
  readonly memberId: string | null;
  readonly clientId: string | null;
  readonly clientHost: string | null;
}

/** As kafkajs reads it; which member has which partition, in kafkajs's own words. */
async function classicGroup(broker: string, group: string) {
  const admin = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING, ...TIMEOUTS }).admin();
  const { groups } = await admin.describeGroups([group]);
  await admin.disconnect();
  const [one] = groups;
  return {
    state: one?.state,
    protocolType: one?.protocolType,
    members: (one?.members ?? []).map(({ memberId, clientId, clientHost, memberAssignment, memberMetadata }) => ({
      memberId,
      clientId,
      clientHost,
      // The order is the assigning client's own.
      assignment: Object.entries(AssignerProtocol.MemberAssignment.decode(memberAssignment)?.assignment ?? {}).map(
        ([topic, partitions]) => [topic, new Set(partitions)],
      ),
      topics: AssignerProtocol.MemberMetadata.decode(memberMetadata)?.topics,
    })),
  };
}

const HOUR_MS = 3_600_000;
const TOPIC = 2;
const BROKER = 4;
const COMMITTED = 1;

/** Size, correlation id. */
const HEADER_BYTES = 4 + 4;

/**
 * The same bytes are sent to a real broker and to the sandbox's, over logs that hold the same. Their answers must be the
 * same to the byte, checksums of the record batches included, but for the port that each listens on.
 */
describe.skipIf(inject("streaming") === null)("the sandbox's brokers", () => {
  let real = "";
  let sandbox = "";
  let mirror: Mirror;
  let server: KafkaServer;

  beforeAll(async () => {
    real = kafkaFromInjected().plain;
    mirror = await makeMirror(real, Date.now() - HOUR_MS);
    server = createKafkaServer({ state: mirror.state, now: Date.now });
    [sandbox = ""] = await server.listen();
  });

  afterAll(async () => {
    await server.close();
  });

  async function answered(address: string, request: Buffer): Promise<{ closed: boolean; hex: string }> {
    const { answer, closed } = await sent(address, request);
    const port = Buffer.alloc(4);
    port.writeInt32BE(Number(address.split(":")[1]));
    return { closed, hex: answer.toString("hex").replace(port.toString("hex"), "<<port>>") };
  }

  /** Records are the last thing in the answer for one partition. */
  function recordsOf(answer: Buffer, topic: string): Buffer {
    const aborted = HEADER_BYTES + 4 + 4 + 2 + 4 + 4 + 2 + topic.length + 4 + 4 + 2 + 8 + 8 + 8;
    const transactions = Math.max(0, answer.readInt32BE(aborted)) * 16;
    return answer.subarray(aborted + 4 + transactions + 4 + 4);
  }

  async function expectSame(request: Buffer): Promise<void> {
    const [theirs, ours] = await Promise.all([answered(real, request), answered(sandbox, request)]);
    expect(theirs.hex.length).toBeGreaterThan(HEADER_BYTES);
    expect(ours).toEqual(theirs);
  }

  test("answer ListOffsets alike: ends, starts, times, and what is not there", async () => {
    const { topics, firstMs } = mirror;
    const times = [-1, -2, -3, 0, firstMs, firstMs + 500, firstMs + 10_500, firstMs + 39_000, firstMs + 39_001];
    for (const [index, topic] of Object.values(topics).entries()) {
      for (const time of [...times, firstMs + 3000, firstMs + 7500]) {
        await expectSame(ask.listOffsetsRequest(0, { [topic]: [[0, time]] }));
        await expectSame(ask.listOffsetsRequest(COMMITTED, { [topic]: [[0, time]] }));
      }
      // A partition without records, one that is not there, and one that is asked about twice.
      const twice = [
        [0, -1],
        [0, -2],
      ] as const;
      await expectSame(ask.listOffsetsRequest(0, { [topic]: [[1, index - 2]] }));
      await expectSame(ask.listOffsetsRequest(0, { [topic]: [[9, -1]] }));
      await expectSame(ask.listOffsetsRequest(0, { [topic]: twice }));
    }
    await expectSame(ask.listOffsetsRequest(0, { nope: [[0, -1]] }));
    await expectSame(ask.listOffsetsRequest(0, { "not a name": [[0, -1]] }));
  });

  test("answer Fetch alike, to the checksum: records, limits, transactions, and offsets outside the log", async () => {
    const { plain, deleted, transactions } = mirror.topics;
    for (const isolation of [0, COMMITTED] as const) {
      for (const offset of [0, 1, 15, 16, 20, 39, 40, 41]) {
        await expectSame(ask.fetchRequest({ [plain]: [[0, offset]] }, { isolation }));
        await expectSame(ask.fetchRequest({ [deleted]: [[0, offset]] }, { isolation }));
      }
      for (let offset = 0; offset <= 12; offset += 1) {
        await expectSame(ask.fetchRequest({ [transactions]: [[0, offset]] }, { isolation }));
      }
      await expectSame(
        ask.fetchRequest(
          {
            [plain]: [
              [1, 1],
              [7, 0],
            ],
            nope: [[0, 0]],
          },
          { isolation },
        ),
      );
    }
    const three = {
      [plain]: [
        [0, 0],
        [1, 0],
      ],
      [deleted]: [[0, 20]],
    } as const;
    for (const most of [0, 1, 61, 300, 500, 600, 1000]) {
      await expectSame(ask.fetchRequest(three, { maxBytes: most }));
      await expectSame(ask.fetchRequest(three, { partitionMaxBytes: most }));
    }
  });

  test("answer Fetch alike for what compaction left, to the checksum", async () => {
    const { compacted } = mirror.topics;
    for (let offset = 0; offset <= 49; offset += 1) {
      const { answer } = await sent(real, ask.fetchRequest({ [compacted]: [[0, offset]] }));
      // One answer of the real broker ends with a segment of its log; the sandbox's logs are of one piece.
      const partitionMaxBytes = answer.readInt32BE(answer.length - recordsOf(answer, compacted).length - 4);
      await expectSame(ask.fetchRequest({ [compacted]: [[0, offset]] }, { partitionMaxBytes }));
    }
  });

  test("tell the broker's own times alike, and not the producers'", async () => {
    const { stamped } = mirror.topics;
    const read = async (broker: string): Promise<unknown> => {
      const cluster = innerCluster([broker]);
      await cluster.connect();
      const partitions = [{ partition: 0, fetchOffset: "0", maxBytes: 1_000_000 }];
      const topics = [{ topic: stamped, partitions }];
      const connected = await cluster.findBroker({ nodeId: "1" });
      const { responses } = await connected.fetch({ replicaId: -1, isolationLevel: 0, maxWaitTime: 0, topics });
      await cluster.disconnect();
      return responses[0]?.partitions[0]?.messages.map(({ offset, timestamp, key, value }) => ({
        offset,
        timestamp,
        texts: `${key?.toString()} ${value?.toString()}`,
      }));
    };
    const theirs = await read(real);
    expect(theirs).toHaveLength(20);
    expect(await read(sandbox)).toEqual(theirs);
  });

  test("answer for groups alike", async () => {
    const { groups, topics } = mirror;
    for (const group of [...Object.values(groups), "never"]) {
      await expectSame(ask.findCoordinatorRequest(group));
      await expectSame(ask.describeGroupsRequest([group]));
      await expectSame(ask.offsetFetchRequest(group, { [topics.plain]: [0, 1, 9], nope: [0] }));
    }
    for (const group of [groups.joined, groups.commitsOnly, "never"]) {
      await expectSame(ask.offsetFetchRequest(group, null));
      await expectSame(ask.consumerGroupDescribeRequest([group]));
    }
  });

  test("describe an empty KIP-848 group alike but for its epochs, which count past members", async () => {
    const { newer } = mirror.groups;
    const theirs = await describeNewer(real, newer);
    expect(theirs.state).toBe("Empty");
    expect(await describeNewer(sandbox, newer)).toEqual(theirs);
  });

  test("describe groups with a member alike, in both protocols", async () => {
    const { plain } = mirror.topics;
    const classic = `live-classic-${plain}`;
    const newer = `live-newer-${plain}`;
    const ends: (() => Promise<void>)[] = [];
    try {
      ends.push(await startNewerConsumer(real, newer, plain));
      ends.push(await startClassicConsumer(real, classic, plain));
      const theirs = await describeNewer(real, newer);
      const theirClassic = await classicGroup(real, classic);
      const assignment = { [plain]: [0, 1] };
      const live = (member: Named | undefined): Partial<KafkaGroup> => ({
        at: () => ({
          state: "Stable",
          members: [
            {
              memberId: member?.memberId ?? "",
              clientId: member?.clientId ?? "",
              clientHost: member?.clientHost ?? "",
              assignment,
            },
          ],
        }),
      });
      const groups = byName(
        groupOf(classic, {}, live(theirClassic.members[0])),
        groupOf(newer, {}, { ...live(theirs.members[0]), type: "consumer" }),
      );
      const alive = createKafkaServer({ state: { ...mirror.state, groups }, now: Date.now });
      ends.push(() => alive.close());
      const [address = ""] = await alive.listen();
      expect(theirs.members).toHaveLength(1);
      expect(await describeNewer(address, newer)).toEqual(theirs);
      expect(theirClassic.members).toHaveLength(1);
      expect(await classicGroup(address, classic)).toEqual(theirClassic);
    } finally {
      await Promise.all(ends.map((end) => end()));
    }
  });

  test("answer Metadata alike", async () => {
    for (const name of [...Object.values(mirror.topics), "nope", "not a name", "..", ""]) {
      await expectSame(ask.metadataRequest([name]));
    }
    await expectSame(ask.metadataRequest([]));
  });

  test("describe settings alike", async () => {
    const { plain } = mirror.topics;
    await expectSame(ask.describeConfigsRequest(TOPIC, plain, ["retention.ms"]));
    await expectSame(ask.describeConfigsRequest(TOPIC, plain, ["cleanup.policy"]));
    await expectSame(ask.describeConfigsRequest(TOPIC, "nope", null));
    await expectSame(ask.describeConfigsRequest(BROKER, "1", ["offsets.retention.minutes"]));
    await expectSame(ask.describeConfigsRequest(BROKER, "7", null));
    // All of a topic's, which stand in no order.
    const all = async (address: string): Promise<unknown> => {
      const { answer } = await sent(address, ask.describeConfigsRequest(TOPIC, plain, null));
      const reader = new WireReader(answer.subarray(HEADER_BYTES + 4 + 4 + 2 + 2 + 1 + 2 + plain.length));
      const entries = reader.array((each) => {
        const [name, value, isReadOnly, source] = [each.string(), each.string(), each.boolean(), each.int8()];
        each.boolean();
        each.array(() => null);
        // The real cluster sets this one's default itself.
        return [name, [value, isReadOnly, name === "min.insync.replicas" ? null : source]] as const;
      });
      return Object.fromEntries(entries);
    };
    expect(await all(sandbox)).toEqual(await all(real));
  });

  test("advertise nothing that the real one does not have", async () => {
    const ranges = async (address: string): Promise<ReadonlyMap<number, readonly [number, number]>> => {
      const { answer } = await sent(address, ask.apiVersionsRequest(0));
      const reader = new WireReader(answer.subarray(HEADER_BYTES + 2));
      return new Map(reader.array((each) => [each.int16(), [each.int16(), each.int16()] as const]));
    };
    const [theirs, ours] = await Promise.all([ranges(real), ranges(sandbox)]);
    expect(ours.size).toBeGreaterThan(10);
    for (const [key, [min, max]] of ours) {
      const [theirMin, theirMax] = theirs.get(key) ?? [Infinity, -Infinity];
      expect([key, min >= theirMin, max <= theirMax]).toEqual([key, true, true]);
    }
  });

  test.each(Object.entries(MALFORMED))("close the connection on %s, as the real one does", async (_name, bytes) => {
    const silent = { answer: Buffer.alloc(0), closed: true };
    expect(await sent(real, bytes)).toEqual(silent);
    expect(await sent(sandbox, bytes)).toEqual(silent);
  });

  test("refuse alike what comes too early or in a version too new", async () => {
    await expectSame(ask.saslHandshakeRequest("PLAIN"));
    await expectSame(requestBytes({ key: 18, version: 99, isFlexible: true }));
  });

  test("look alike to a user without rights, and to one with a wrong password", async () => {
    const users = new Map([["dave", "dave-secret"]]);
    const closed = createKafkaServer({ state: { ...mirror.state, authorizes: () => false }, now: Date.now, users });
    const outcomes = async (broker: string, password: string): Promise<unknown[]> => {
      const sasl = { mechanism: "plain", username: "dave", password } as const;
      const admin = new Kafka({ brokers: [broker], sasl, logLevel: logLevel.NOTHING, ...TIMEOUTS }).admin();
      const tried = async (call: () => Promise<unknown>): Promise<unknown> =>
        call().catch((error: Error & { type?: string }) => [error.name, error.type, error.message]);
      const { plain } = mirror.topics;
      const groupId = mirror.groups.joined;
      const all = [
        await tried(() => admin.connect()),
        await tried(() => admin.listTopics()),
        await tried(() => admin.listGroups()),
        await tried(() => admin.fetchTopicOffsets(plain)),
        await tried(() => admin.fetchOffsets({ groupId, topics: [plain] })),
        await tried(() => admin.describeConfigs({ includeSynonyms: false, resources: [{ type: TOPIC, name: plain }] })),
      ];
      await admin.disconnect();
      return all;
    };
    try {
      const [address = ""] = await closed.listen();
      const { sasl } = kafkaFromInjected();
      const theirs = await outcomes(sasl, "dave-secret");
      expect(theirs.slice(0, 3)).toEqual([undefined, [], { groups: [] }]);
      expect(await outcomes(address, "dave-secret")).toEqual(theirs);
      expect(await outcomes(address, "wrong")).toEqual(await outcomes(sasl, "wrong"));
    } finally {
      await closed.close();
    }
  });
});
