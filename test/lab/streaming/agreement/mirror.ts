import { randomBytes } from "node:crypto";
import { type Admin, Kafka, logLevel } from "kafkajs";
import type { KafkaState } from "../../../../src/sandbox/kafka/kafka-state.ts";
import { innerCluster } from "../../../sandbox/kafka/inner-cluster.ts";
import { byName, groupOf, topicOf } from "../../../sandbox/kafka/straight-log.ts";
import { kafkaTool } from "../kafka/kafka-tools.ts";
import { COMPACTED_CONFIGS, compactedLog, makeCompacted } from "./compacted.ts";
import { makeStamped, mirroredStamps, STAMPED_CONFIGS } from "./stamped.ts";
import { fill, textLog } from "./text-log.ts";
import { makeTransactions, mirroredTransactions, type RealOffset } from "./transactions.ts";
import { commit } from "./write-requests.ts";

type TopicName = "plain" | "deleted" | "transactions" | "compacted" | "stamped";

/** What was made on the real broker, and the same as a state for the sandbox's. */
export interface Mirror {
  readonly state: KafkaState;
  /** The first record's time, ms; the next are a second apart. */
  readonly firstMs: number;
  readonly topics: Readonly<Record<TopicName, string>>;
  readonly groups: Readonly<Record<"joined" | "commitsOnly" | "newer", string>>;
}

const RECORDS = 40;
const DELETED = 20;
const COMMITTED = 7;

async function makeGroups(broker: string, admin: Admin, topic: string, groups: Mirror["groups"]): Promise<void> {
  const partitions = [{ partition: 0, offset: String(COMMITTED) }];
  await admin.setOffsets({ groupId: groups.joined, topic, partitions });
  await commit(broker, groups.commitsOnly, topic, COMMITTED);
  const reading = ["--topic", topic, "--group", groups.newer, "--from-beginning", "--max-messages", String(COMMITTED)];
  const newer = ["--consumer-property", "group.protocol=consumer", "--consumer-property", "enable.auto.commit=true"];
  await kafkaTool(broker, "org.apache.kafka.tools.consumer.ConsoleConsumer", [...reading, ...newer]);
}

/** Makes topics and groups on a real broker, and describes the same to the sandbox's. */
export async function makeMirror(broker: string, firstMs: number): Promise<Mirror> {
  const suffix = randomBytes(4).toString("hex");
  const nameOf = (topic: TopicName): string => `${topic}-${suffix}`;
  const topics = {
    plain: nameOf("plain"),
    deleted: nameOf("deleted"),
    transactions: nameOf("transactions"),
    compacted: nameOf("compacted"),
    stamped: nameOf("stamped"),
  };
  const groups = {
    joined: `joined-${suffix}`,
    commitsOnly: `commits-only-${suffix}`,
    newer: `newer-${suffix}`,
  };
  const kafka = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  const configs = (topic: string): Record<string, string> => ({
    "retention.ms": "-1",
    ...(topic === topics.compacted ? COMPACTED_CONFIGS : {}),
    ...(topic === topics.stamped ? STAMPED_CONFIGS : {}),
  });
  await admin.createTopics({
    topics: Object.values(topics).map((topic) => ({
      topic,
      numPartitions: topic === topics.plain ? 2 : 1,
      configEntries: Object.entries(configs(topic)).map(([name, value]) => ({ name, value })),
    })),
  });
  const plain = textLog(firstMs, RECORDS);
  await fill(broker, topics.plain, plain);
  await fill(broker, topics.deleted, plain);
  // So it learns of the leader, which deleting does not ask for.
  await admin.fetchTopicOffsets(topics.deleted);
  await admin.deleteTopicRecords({ topic: topics.deleted, partitions: [{ partition: 0, offset: String(DELETED) }] });
  await makeTransactions(broker, kafka, topics.transactions, firstMs);
  await makeStamped(broker, topics.stamped, firstMs);
  await makeGroups(broker, admin, topics.plain, groups);
  await admin.disconnect();

  const cluster = innerCluster([broker]);
  await cluster.connect();
  const real = await cluster.findBroker({ nodeId: "1" });
  await makeCompacted(broker, real, topics.compacted, firstMs);
  const at: RealOffset = async (topic, offset) => {
    const partitions = [{ partition: 0, fetchOffset: String(offset), maxBytes: 1_000_000 }];
    const answer = await real.fetch({
      replicaId: -1,
      isolationLevel: 0,
      maxWaitTime: 0,
      topics: [{ topic, partitions }],
    });
    const message = answer.responses[0]?.partitions[0]?.messages.find((one) => one.offset === String(offset));
    return { timestampMs: Number(message?.timestamp), producerId: Number(message?.batchContext.producerId) };
  };
  const transactions = await mirroredTransactions(topics.transactions, firstMs, at);
  const stamped = await mirroredStamps(topics.stamped, firstMs, at);
  const clusterId = (await real.metadata([])).clusterId;
  await cluster.disconnect();

  const committed = { [`${topics.plain}/0`]: COMMITTED };
  return {
    firstMs,
    topics,
    groups,
    state: {
      clusterId,
      brokers: [{ id: 1 }],
      topics: byName(
        topicOf(topics.plain, [plain, textLog(firstMs, 0)], configs(topics.plain)),
        topicOf(topics.deleted, [{ ...plain, logStartOffset: () => DELETED }], configs(topics.deleted)),
        topicOf(topics.transactions, [transactions], configs(topics.transactions)),
        topicOf(topics.compacted, [compactedLog(firstMs)], configs(topics.compacted)),
        topicOf(topics.stamped, [stamped], configs(topics.stamped)),
      ),
      groups: byName(
        groupOf(groups.joined, committed),
        groupOf(groups.commitsOnly, committed, { protocolType: "" }),
        // A consumer commits where it stands in every partition that it has.
        groupOf(groups.newer, { ...committed, [`${topics.plain}/1`]: 0 }, { type: "consumer" }),
      ),
    },
  };
}
