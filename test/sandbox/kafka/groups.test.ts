import { AssignerProtocol } from "kafkajs";
import { afterEach, expect, it } from "vitest";
import type { KafkaGroupMember } from "../../../src/sandbox/kafka/kafka-state.ts";
import { brokerPlace, type BrokerPlace } from "./broker-place.ts";
import { type DescribedConsumerGroup, describedConsumerGroup } from "./described-consumer-group.ts";
import { sent } from "./raw-client.ts";
import { consumerGroupDescribeRequest } from "./requests.ts";
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

/** Every broker's answer for one group: all but the coordinator must refuse. */
async function describedByItsCoordinator(groupId: string): Promise<DescribedConsumerGroup> {
  const answers = await Promise.all(
    (place?.brokers ?? []).map(async (address) => {
      const { answer } = await sent(address, consumerGroupDescribeRequest([groupId]));
      return describedConsumerGroup(answer);
    }),
  );
  const NOT_COORDINATOR = 16;
  const own = answers.filter(({ errorCode }) => errorCode !== NOT_COORDINATOR);
  expect(own).toHaveLength(1);
  return own[0] as DescribedConsumerGroup;
}

it("describes KIP-848's groups to those who ask in KIP-848's words", async () => {
  place = await brokerPlace(STATE);
  const { memberId, clientId, clientHost, assignment } = member;
  const assigned = Object.entries(assignment).map(([topic, partitions]) => ({ topic, partitions }));
  expect(await describedByItsCoordinator("kip-848")).toMatchObject({
    errorCode: 0,
    state: "Stable",
    members: [{ memberId, clientId, clientHost, topics: ["clicks"], assigned, target: assigned }],
  });
  const GROUP_ID_NOT_FOUND = 69;
  for (const [id, message] of [
    ["classic", "Group classic is not a consumer group."],
    ["made-up", "Group made-up not found."],
  ] as const) {
    expect(await describedByItsCoordinator(id)).toMatchObject({ errorCode: GROUP_ID_NOT_FOUND, message, members: [] });
  }
});
