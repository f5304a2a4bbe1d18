import { ConfigResourceTypes } from "kafkajs";
import { afterEach, expect, it } from "vitest";
import { brokerPlace, type BrokerPlace } from "./broker-place.ts";
import { byName, groupOf, straightLog, topicOf } from "./straight-log.ts";

let place: BrokerPlace | undefined;

afterEach(async () => {
  await place?.close();
  place = undefined;
});

const STATE = {
  clusterId: "sandbox",
  brokers: [{ id: 1 }],
  topics: byName(topicOf("clicks", [straightLog(10)], { "retention.ms": "60000" }), topicOf("views", [straightLog(4)])),
  groups: byName(groupOf("reader", { "clicks/0": 3 })),
};
const users = new Map([
  ["bob", "bob-secret"],
  ["eve", "eve-secret"],
]);

it("looks like an empty cluster to a user without rights", async () => {
  place = await brokerPlace({ ...STATE, authorizes: () => false });
  const { admin } = place;
  expect(await admin.listTopics()).toEqual([]);
  expect(await admin.listGroups()).toEqual({ groups: [] });
  await expect(admin.fetchTopicOffsets("clicks")).rejects.toMatchObject({ type: "TOPIC_AUTHORIZATION_FAILED" });
  await expect(admin.fetchOffsets({ groupId: "reader", topics: ["clicks"] })).rejects.toMatchObject({
    name: "KafkaJSGroupCoordinatorNotFound",
  });
});

it("lets one user see what another may not", async () => {
  const state = {
    ...STATE,
    authorizes: ({ user, name }: { user: string; name: string }) => user === "bob" || name === "views",
  };
  place = await brokerPlace(state, { users, sasl: { username: "eve", password: "eve-secret" } });
  expect(await place.admin.listTopics()).toEqual(["views"]);
  await place.close();
  place = await brokerPlace(state, { users, sasl: { username: "bob", password: "bob-secret" } });
  expect(await place.admin.listTopics()).toEqual(["clicks", "views"]);
});

it("refuses a wrong password in its own words", async () => {
  place = await brokerPlace(STATE, { users, sasl: { username: "bob", password: "wrong" } });
  await expect(place.admin.connect()).rejects.toMatchObject({ name: "KafkaJSSASLAuthenticationError" });
});

it("closes the connection on those who ask before they have said who they are", async () => {
  place = await brokerPlace(STATE, { users });
  await expect(place.admin.listTopics()).rejects.toThrow(/Closed connection/);
});

it("has no use for a password where none is asked", async () => {
  place = await brokerPlace(STATE, { sasl: { username: "bob", password: "bob-secret" } });
  await expect(place.admin.connect()).rejects.toMatchObject({ type: "ILLEGAL_SASL_STATE" });
});

it("describes a topic's settings: its own, and the defaults", async () => {
  place = await brokerPlace(STATE);
  const configNames = ["retention.ms", "cleanup.policy"];
  const { resources } = await place.admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name: "clicks", configNames }],
  });
  const entries = resources[0]?.configEntries.map(({ configName, configValue, isDefault }) => [
    configName,
    configValue,
    isDefault,
  ]);
  expect(new Map(entries?.map(([name, ...rest]) => [name, rest]))).toEqual(
    new Map([
      ["retention.ms", ["60000", false]],
      ["cleanup.policy", ["delete", true]],
    ]),
  );
});

it("describes a broker's settings", async () => {
  const brokers = [{ id: 1, configs: { "offsets.retention.minutes": "60" } }];
  place = await brokerPlace({ ...STATE, brokers });
  const { resources } = await place.admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: ConfigResourceTypes.BROKER, name: "1", configNames: ["offsets.retention.minutes"] }],
  });
  expect(resources[0]?.configEntries).toMatchObject([{ configValue: "60", isDefault: false }]);
});

it("tells of unknown topics and of missing rights to a topic's settings", async () => {
  place = await brokerPlace({ ...STATE, authorizes: ({ operation }) => operation !== "DescribeConfigs" });
  const ask = async (name: string): Promise<unknown> =>
    place?.admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: ConfigResourceTypes.TOPIC, name }],
    });
  await expect(ask("clicks")).rejects.toMatchObject({ type: "TOPIC_AUTHORIZATION_FAILED" });
  await place.close();
  place = await brokerPlace(STATE);
  await expect(ask("nope")).rejects.toMatchObject({ type: "UNKNOWN_TOPIC_OR_PARTITION" });
});
