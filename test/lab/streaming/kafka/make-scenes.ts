import { randomBytes } from "node:crypto";
import { type Admin, Kafka, logLevel, type Producer } from "kafkajs";
import { openDoors } from "../../../../src/clients/open-doors.ts";
import { bareEnvironment } from "../../../../src/core/environment/environment.ts";
import type { KafkaPlace } from "../../../contract/kafka-contract.ts";
import {
  FIRST_AGE_SECONDS,
  type Scene,
  type SceneName,
  type ScenePartition,
  scenes,
  type Stretch,
} from "../../../contract/kafka-scenes.ts";
import { commitOffset } from "./commit-offset.ts";

/** The scenes on a real broker, under names of their own. */
export async function realScenes(broker: string): Promise<KafkaPlace> {
  const suffix = randomBytes(4).toString("hex");
  const firstMs = Date.now() - FIRST_AGE_SECONDS * 1_000;
  const topic = (scene: SceneName) => `${scene.replaceAll(" ", "-")}-${suffix}`;
  const group = (scene: SceneName) => `group-${topic(scene)}`;
  const kafka = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  const plain = kafka.producer();
  await Promise.all([admin.connect(), plain.connect()]);
  const names = Object.keys(scenes) as SceneName[];
  await createTopics(
    admin,
    names.map((name) => ({ name: topic(name), scene: scenes[name] })),
  );
  for (const name of names) {
    const { partitions }: Scene = scenes[name];
    for (const [index, partition] of partitions.entries()) {
      await fill(kafka, plain, { topic: topic(name), partition: index, firstMs }, partition.log);
      await deleteBefore(admin, topic(name), index, partition);
      if (partition.committed !== null)
        await commitOffset(broker, group(name), { topic: topic(name), partition: index, offset: partition.committed });
    }
  }
  await Promise.all([admin.disconnect(), plain.disconnect()]);
  const doors = openDoors({ ...bareEnvironment("lab"), kafka: { brokers: [broker] } }, { env: {} });
  return { doors, now: () => Date.now(), firstMs, topic, group, close: () => doors.close() };
}

async function createTopics(admin: Admin, topics: readonly { name: string; scene: Scene }[]): Promise<void> {
  await admin.createTopics({
    topics: topics.map(({ name, scene: { partitions, configs = {} } }) => ({
      topic: name,
      numPartitions: partitions.length,
      configEntries: Object.entries({ "retention.ms": "-1", ...configs }).map(([key, value]) => ({ name: key, value })),
    })),
  });
}

interface Place {
  readonly topic: string;
  readonly partition: number;
  readonly firstMs: number;
}

async function fill(kafka: Kafka, plain: Producer, place: Place, log: readonly Stretch[]): Promise<void> {
  let at = 0;
  for (const { records, transaction } of log) {
    if (records === 0) continue;
    const sent = { topic: place.topic, messages: messages(place, at, records) };
    if (transaction === undefined) await plain.send(sent);
    else await transact(kafka, sent, transaction);
    at += records + (transaction === "commit" || transaction === "abort" ? 1 : 0);
  }
}

/** Keys differ, so that a compacted topic keeps all of them. */
function messages({ partition, firstMs }: Place, first: number, count: number) {
  return Array.from({ length: count }, (_, index) => ({
    partition,
    timestamp: String(firstMs + (first + index) * 1_000),
    key: `k${first + index}`,
    value: "{}",
  }));
}

async function transact(
  kafka: Kafka,
  sent: Parameters<Producer["send"]>[0],
  end: NonNullable<Stretch["transaction"]>,
): Promise<void> {
  const producer = kafka.producer({
    transactionalId: randomBytes(6).toString("hex"),
    maxInFlightRequests: 1,
    idempotent: true,
    transactionTimeout: 600_000,
  });
  await producer.connect();
  const transaction = await producer.transaction();
  await transaction.send(sent);
  if (end === "commit") await transaction.commit();
  if (end === "abort") await transaction.abort();
  await producer.disconnect();
}

async function deleteBefore(
  admin: Admin,
  topic: string,
  partition: number,
  { deletedBefore }: ScenePartition,
): Promise<void> {
  if (deletedBefore === undefined) return;
  // So it learns of the leader, which deleting does not ask for.
  await admin.fetchTopicOffsets(topic);
  await admin.deleteTopicRecords({ topic, partitions: [{ partition, offset: String(deletedBefore) }] });
}
