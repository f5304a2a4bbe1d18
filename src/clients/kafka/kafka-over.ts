import type { KafkaClient, KafkaGroup, TopicPartition } from "../kafka-client.ts";
import { API } from "./api-keys.ts";
import { askLeaders, learnLeaders, noLeaders } from "./ask-leaders.ts";
import type { LinkLimits } from "./broker-link.ts";
import { openCluster } from "./cluster.ts";
import { coordinatorsOf } from "./coordinator.ts";
import { firstUnread } from "./first-unread.ts";
import { addressWords, type LoadedSettings } from "./kafka-settings.ts";
import { consumerGroupDescribeRequest } from "./requests/consumer-group-describe.ts";
import { describeGroupRequest } from "./requests/describe-groups.ts";
import { EARLIEST, LATEST, listOffsetsRequest, type OffsetQuestion } from "./requests/list-offsets.ts";
import { offsetFetchRequest } from "./requests/offset-fetch.ts";
import { topicSettings } from "./topic-settings.ts";

/** Kafka through kafkajs's connections and wire formats. Opening sends nothing. */
export function kafkaOver(settings: LoadedSettings, limits: LinkLimits): KafkaClient & { close(): void } {
  const cluster = openCluster(settings, limits);
  const coordinators = coordinatorsOf(cluster);
  const leaders = noLeaders();
  const bootstrap = settings.brokers.map(addressWords).join(",");

  function list(
    questions: readonly OffsetQuestion[],
    isolation: "committed" | "uncommitted",
    signal: AbortSignal,
  ): ReturnType<KafkaClient["recordsSince"]> {
    return askLeaders(
      cluster,
      leaders,
      questions,
      (asked) => listOffsetsRequest(asked, isolation),
      ({ offset, timestampMs }) => (offset < 0 ? null : { offset, timestampMs }),
      signal,
    );
  }

  async function ends(
    partitions: readonly TopicPartition[],
    timestampMs: number,
    isolation: "committed" | "uncommitted",
    signal: AbortSignal,
  ): ReturnType<KafkaClient["logStarts"]> {
    const questions = partitions.map(({ topic, partition }) => ({ topic, partition, timestampMs }));
    const answers = await list(questions, isolation, signal);
    return answers.map((answer) => ("trouble" in answer ? answer : { value: answer.value?.offset ?? 0 }));
  }

  return {
    vantage: `from here, ${bootstrap}`,
    bootstrap,
    async topics(names, signal) {
      const topics = await cluster.topics(names, signal);
      learnLeaders(leaders, topics);
      return topics;
    },
    async group(group, signal) {
      const answer = await coordinators.ask(
        group,
        describeGroupRequest(group),
        ({ errorCode }) => (errorCode === GROUP_ID_NOT_FOUND ? 0 : errorCode),
        signal,
      );
      if (answer === null || answer.state === "Dead" || answer.errorCode !== 0) return newerGroup(group, signal);
      const kind = answer.protocolType === "" ? "commits-only" : "classic";
      return { state: answer.state, kind, members: answer.members.length };
    },
    async committed(group, partitions, signal) {
      if (partitions?.length === 0) return [];
      const request = offsetFetchRequest(group, partitions);
      const firstError = (answer: { errorCode: number; offsets: readonly { errorCode: number }[] }) =>
        answer.errorCode === 0
          ? (answer.offsets.find(({ errorCode }) => errorCode !== 0)?.errorCode ?? 0)
          : answer.errorCode;
      const answer = await coordinators.ask(group, request, firstError, signal);
      if (answer === null) return (partitions ?? []).map((partition) => ({ ...partition, offset: null }));
      return answer.offsets.map(({ topic, partition, offset }) => ({ topic, partition, offset }));
    },
    logStarts: (partitions, signal) => ends(partitions, EARLIEST, "uncommitted", signal),
    lastStableOffsets: (partitions, signal) => ends(partitions, LATEST, "committed", signal),
    highWatermarks: (partitions, signal) => ends(partitions, LATEST, "uncommitted", signal),
    recordsSince: (questions, signal) => list(questions, "uncommitted", signal),
    firstUnread: (questions, signal) => firstUnread(cluster, leaders, questions, signal),
    topicSettings: (names, signal) => topicSettings(cluster, names, signal),
    close: () => cluster.close(),
  };

  /** A group that is Dead by the classic protocol may well be alive by the newer one. */
  async function newerGroup(group: string, signal: AbortSignal): Promise<KafkaGroup> {
    const dead: KafkaGroup = { state: "Dead", kind: "unknown", members: 0 };
    if (!(await coordinators.knows(group, API.consumerGroupDescribe, signal))) return { ...dead, members: null };
    const answer = await coordinators.ask(
      group,
      consumerGroupDescribeRequest(group),
      (described) => (described?.errorCode === GROUP_ID_NOT_FOUND ? 0 : (described?.errorCode ?? 0)),
      signal,
    );
    if (answer === null || answer.errorCode !== 0) return dead;
    return { state: answer.state, kind: "consumer", members: answer.members };
  }
}

const GROUP_ID_NOT_FOUND = 69;
