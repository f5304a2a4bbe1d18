import { Kafka, logLevel } from "kafkajs";

/** Everything that a careless reader might change: topics and their ends, groups, their state, their members and their commits. */
export interface BrokerState {
  readonly topics: readonly unknown[];
  readonly groups: readonly unknown[];
}

/** Reads it with kafkajs's own administration, not with what is tested. `mark`: in the names of one suite; others use the broker too. */
export async function brokerState(broker: string, mark: string): Promise<BrokerState> {
  const admin = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const names = (await admin.listTopics()).filter((name) => name.includes(mark)).sort();
    const listed = (await admin.listGroups()).groups.map(({ groupId }) => groupId);
    const groups = listed.filter((name) => name.includes(mark)).sort();
    const described = groups.length === 0 ? [] : (await admin.describeGroups(groups)).groups;
    return {
      topics: await Promise.all(names.map(async (name) => ({ name, ends: await admin.fetchTopicOffsets(name) }))),
      groups: await Promise.all(
        groups.map(async (groupId) => ({
          ...described.find((each) => each.groupId === groupId),
          offsets: await admin.fetchOffsets({ groupId }),
        })),
      ),
    };
  } finally {
    await admin.disconnect();
  }
}
