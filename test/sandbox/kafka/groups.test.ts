import { AssignerProtocol } from "kafkajs";
import { afterEach, expect, it } from "vitest";
import type { KafkaGroupMember } from "../../../src/sandbox/kafka/kafka-state.ts";
import { WireReader } from "../../../src/sandbox/kafka/wire/wire-reader.ts";
import { WireWriter } from "../../../src/sandbox/kafka/wire/wire-writer.ts";
import { brokerPlace, type BrokerPlace } from "./broker-place.ts";
import { requestBytes, sent } from "./raw-client.ts";
import { byName, groupOf, straightLog, topicOf } from "./straight-log.ts";

let place: BrokerPlace | undefined;

afterEach(async () => {
  await place?.close();
  place = undefined;
});

const member: KafkaGroupMember = {
  memberId: "reader-1",
  clientId: "reader",
  clientHost: "/127.0.0.1",
  assignment: { clicks: [0, 1] },
};
const stable = { at: () => ({ state: "Stable" as const, members: [member] }) };
const groups = byName(
  groupOf("classic", { "clicks/0": 3 }, stable),
  groupOf("rebalancing", {}, { at: () => ({ state: "PreparingRebalance", members: [member] }) }),
  groupOf("commits-only", { "clicks/0": 3 }, { protocolType: "" }),
  groupOf("kip-848", { "clicks/0": 3 }, { ...stable, type: "consumer" }),
  groupOf("expired", {}, { at: (atMs) => (atMs < 1000 ? { state: "Empty", members: [] } : undefined) }),
);
const STATE = {
  clusterId: "sandbox",
  brokers: [{ id: 1 }, { id: 2 }, { id: 3 }],
  topics: byName(topicOf("clicks", [straightLog(10), straightLog(10)])),
  groups,
};

it("lists the groups of all brokers, of both kinds, while they exist", async () => {
  let nowMs = 0;
  place = await brokerPlace(STATE, { now: () => nowMs });
  const listed = async (): Promise<unknown> =>
    (await place?.admin.listGroups())?.groups
      .map(({ groupId, protocolType }) => [groupId, protocolType])
      .sort(([one = ""], [other = ""]) => (one < other ? -1 : 1));
  const always = [
    ["classic", "consumer"],
    ["commits-only", ""],
    ["kip-848", "consumer"],
    ["rebalancing", "consumer"],
  ];
  expect(await listed()).toEqual([...always.slice(0, 2), ["expired", "consumer"], ...always.slice(2)]);
  nowMs = 1000;
  expect(await listed()).toEqual(always);
});

it("describes classic groups with their members, and calls every other Dead without an error", async () => {
  place = await brokerPlace(STATE, { now: () => 5000 });
  const ids = ["classic", "rebalancing", "commits-only", "kip-848", "expired", "made-up"];
  const described = await place.admin.describeGroups(ids);
  const byId = new Map(described.groups.map((group) => [group.groupId, group]));
  expect(ids.map((id) => [byId.get(id)?.state, byId.get(id)?.members.length, byId.get(id)?.protocolType])).toEqual([
    ["Stable", 1, "consumer"],
    ["PreparingRebalance", 1, "consumer"],
    ["Empty", 0, ""],
    ["Dead", 0, ""],
    ["Dead", 0, ""],
    ["Dead", 0, ""],
  ]);
  expect(described.groups).toMatchObject(ids.map(() => ({ errorCode: 0 })));
  const [one] = byId.get("classic")?.members ?? [];
  expect(one).toMatchObject({ memberId: "reader-1", clientId: "reader", clientHost: "/127.0.0.1" });
  expect(AssignerProtocol.MemberAssignment.decode(one?.memberAssignment ?? Buffer.alloc(0))).toMatchObject({
    assignment: { clicks: [0, 1] },
  });
  expect(AssignerProtocol.MemberMetadata.decode(one?.memberMetadata ?? Buffer.alloc(0))).toMatchObject({
    topics: ["clicks"],
  });
});

it("gives the offsets of groups that DescribeGroups calls Dead", async () => {
  place = await brokerPlace(STATE);
  const offsetsOf = async (groupId: string): Promise<unknown> =>
    (await place?.admin.fetchOffsets({ groupId, topics: ["clicks"] }))?.flatMap(({ partitions }) =>
      partitions.map(({ offset }) => offset),
    );
  expect(await offsetsOf("kip-848")).toEqual(["3", "-1"]);
  expect(await offsetsOf("made-up")).toEqual(["-1", "-1"]);
});

/** ConsumerGroupDescribe's answer for one group, asked of every broker: all but the coordinator must refuse. */
async function describedByItsCoordinator(groupId: string): Promise<WireReader> {
  const body = new WireWriter().compactArray([groupId], (writer, id) => {
    writer.compactString(id);
  });
  const request = requestBytes({ key: 69, version: 0, isFlexible: true }, body.boolean(false).noTags());
  const answers = await Promise.all((place?.brokers ?? []).map((address) => sent(address, request)));
  const readers = answers.map(({ answer }) => {
    const reader = new WireReader(answer);
    // Size, correlation id, tags, throttle time.
    reader.int32();
    expect(reader.int32()).toBe(42);
    reader.skipTags();
    reader.int32();
    expect(reader.unsignedVarint()).toBe(2);
    return { error: reader.int16(), reader };
  });
  const NOT_COORDINATOR = 16;
  const [own, ...more] = readers.filter(({ error }) => error !== NOT_COORDINATOR);
  expect(more).toEqual([]);
  return own?.reader ?? new WireReader(Buffer.alloc(0));
}

it("describes KIP-848's groups to those who ask in KIP-848's words", async () => {
  place = await brokerPlace(STATE);
  const found = await describedByItsCoordinator("kip-848");
  expect(found.unsignedVarint()).toBe(0);
  expect([found.compactString(), found.compactString()]).toEqual(["kip-848", "Stable"]);
  found.int32();
  found.int32();
  expect(found.compactString()).toBe("uniform");
  expect(found.unsignedVarint()).toBe(2);
  expect(found.compactString()).toBe("reader-1");
  for (const [id, message] of [
    ["classic", "Group classic is not a consumer group."],
    ["made-up", "Group made-up not found."],
  ] as const) {
    expect((await describedByItsCoordinator(id)).compactString()).toBe(message);
  }
});
