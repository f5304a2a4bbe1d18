import { describe, expect, test } from "vitest";
import { ClientError, type ClientErrorCode } from "../../../src/clients/client-error.ts";
import type { TopicPartition } from "../../../src/clients/kafka-client.ts";
import { askLeaders, noLeaders } from "../../../src/clients/kafka/ask-leaders.ts";
import type { BrokerLink } from "../../../src/clients/kafka/broker-link.ts";
import type { Cluster } from "../../../src/clients/kafka/cluster.ts";
import type { KafkaRequest } from "../../../src/clients/kafka/kafka-request.ts";

interface Numbered extends TopicPartition {
  readonly errorCode: number;
}

const NOT_LEADER = 6;

/** Brokers that answer with an error code for a partition, or fail as a whole; `leaders` may change between the rounds. */
function clusterOf(
  leaders: () => readonly (number | null)[],
  answer: (nodeId: number, partition: number) => number | ClientErrorCode,
) {
  const sent: number[] = [];
  const cluster = {
    topics: (names: readonly string[]) =>
      Promise.resolve(
        names.map((topic) => ({
          value: { topic, partitions: leaders().map((leader, partition) => ({ partition, leader })) },
        })),
      ),
    broker: (nodeId: number) =>
      Promise.resolve({
        send: <T>(request: KafkaRequest<T>) => {
          sent.push(nodeId);
          const partitions = request.options as readonly TopicPartition[];
          const answers = partitions.map((each) => [each, answer(nodeId, each.partition)] as const);
          for (const [, code] of answers)
            if (typeof code === "string")
              return Promise.reject(new ClientError(code, `broker ${nodeId}: ${code}`, "wait"));
          return Promise.resolve(request.read(answers.map(([each, errorCode]) => ({ ...each, errorCode })) as never));
        },
      } as unknown as BrokerLink),
  } as unknown as Cluster;
  const request = (questions: readonly TopicPartition[]): KafkaRequest<readonly Numbered[]> => ({
    what: "ask",
    apiKey: 0,
    definition: { versions: [], protocol: () => () => ({}) as never },
    options: questions,
    read: (decoded: readonly Numbered[]) => decoded,
  });
  const known = noLeaders();
  const partitions = leaders().map((_, partition) => ({ topic: "t", partition }));
  const ask = () =>
    askLeaders(cluster, known, partitions, request, ({ partition }) => partition, new AbortController().signal);
  return { ask, sent };
}

describe("leaders", () => {
  test("each is asked once", async () => {
    const { ask, sent } = clusterOf(
      () => [1, 2, 1, 2],
      () => 0,
    );
    expect(await ask()).toEqual([{ value: 0 }, { value: 1 }, { value: 2 }, { value: 3 }]);
    expect(new Set(sent)).toEqual(new Set([1, 2]));
    expect(sent).toHaveLength(2);
  });

  test("of a partition that moves while it is asked for, the new one is", async () => {
    let leader = 1;
    const { ask } = clusterOf(
      () => [leader],
      (nodeId) => {
        if (nodeId === 2) return 0;
        leader = 2;
        return NOT_LEADER;
      },
    );
    expect(await ask()).toEqual([{ value: 0 }]);
  });

  test("one that is down: another leads by now", async () => {
    let leader = 1;
    const { ask } = clusterOf(
      () => [leader, 2],
      (nodeId) => {
        if (nodeId === 2) return 0;
        leader = 2;
        return "unreachable";
      },
    );
    expect(await ask()).toEqual([{ value: 0 }, { value: 1 }]);
  });

  test("one that is silent costs its own partitions the answer, once; nobody waits for it again", async () => {
    const { ask, sent } = clusterOf(
      () => [1, 2],
      (nodeId) => (nodeId === 2 ? 0 : "timeout"),
    );
    for (let look = 0; look < 3; look += 1)
      expect(await ask()).toEqual([
        { trouble: { code: "LEADER_UNREACHABLE", words: "broker 1: timeout" } },
        { value: 1 },
      ]);
    expect(sent.filter((nodeId) => nodeId === 1)).toHaveLength(1);
  });

  test("none that answers at all: the failure itself", async () => {
    const { ask } = clusterOf(
      () => [1, 2],
      () => "timeout",
    );
    await expect(ask()).rejects.toMatchObject({ code: "timeout" });
  });

  test("no leader, for a while", async () => {
    let looks = 0;
    const { ask } = clusterOf(
      () => [(looks += 1) > 3 ? 1 : null],
      () => 0,
    );
    expect(await ask()).toEqual([{ value: 0 }]);
  });
});
