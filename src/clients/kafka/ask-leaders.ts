import { setTimeout as sleep } from "node:timers/promises";
import { ClientError } from "../client-error.ts";
import type { Answer, KafkaTopic, KafkaTrouble, TopicPartition } from "../kafka-client.ts";
import { keyOf } from "./by-topic.ts";
import type { Cluster } from "./cluster.ts";
import type { KafkaRequest } from "./kafka-request.ts";
import { hasMoved, troubleOf } from "./kafka-trouble.ts";

export interface Leaders {
  /** Where each partition's leader was last seen, by the partition's key. */
  readonly of: Map<string, number>;
  /** Brokers that lately gave no answer: the next question does not wait for them again. */
  readonly silent: Map<number, { readonly failure: ClientError; readonly untilMs: number }>;
}

export function noLeaders(): Leaders {
  return { of: new Map(), silent: new Map() };
}

const SILENT_MS = 5_000;

interface PartitionAnswer extends TopicPartition {
  readonly errorCode: number;
}

const ROUNDS = 4;
const PAUSE_MS = 150;
/** Of our own making: the partition's leader gave no answer. */
const UNANSWERED = "LEADER_UNREACHABLE";

/**
 * Asks every partition's leader, one request to each, all at once. Where a leader has moved or is gone, the leaders are looked up anew and the
 * partitions in question asked again, a few times. Rejects with ClientError when no leader at all could be reached.
 */
export async function askLeaders<Q extends TopicPartition, A extends PartitionAnswer, T>(
  cluster: Cluster,
  leaders: Leaders,
  questions: readonly Q[],
  request: (questions: readonly Q[]) => KafkaRequest<readonly A[]>,
  read: (answer: A) => T,
  signal: AbortSignal,
): Promise<readonly Answer<T>[]> {
  const answers = new Map<string, Answer<T>>();
  let failure: ClientError | null = null;
  let open = questions;
  const failures = new Map<number, ClientError>();
  for (let round = 0; round < ROUNDS && open.length > 0; round += 1) {
    if (round > 0) await pause(PAUSE_MS * round, signal);
    const unknown = round > 0 ? open : open.filter((question) => !leaders.of.has(keyOf(question)));
    for (const [key, trouble] of await findLeaders(cluster, leaders, unknown, signal)) answers.set(key, { trouble });
    const asked = [...byLeader(open, leaders)].map(async ([nodeId, group]) => {
      try {
        // Waiting for a silent broker again would cost the other partitions their answers as well.
        const before = failures.get(nodeId);
        const silent = silence(leaders, nodeId) ?? (before?.code === "timeout" ? before : null);
        if (silent !== null) throw silent;
        const link = await cluster.broker(nodeId, signal);
        for (const answer of await link.send(request(group), signal)) {
          const trouble = troubleOf(answer.errorCode);
          answers.set(keyOf(answer), trouble === null ? { value: read(answer) } : { trouble });
        }
        failures.delete(nodeId);
      } catch (error) {
        if (!(error instanceof ClientError) || signal.aborted) throw error;
        failure = error;
        failures.set(nodeId, error);
        const trouble = { code: UNANSWERED, words: error.message };
        for (const question of group) answers.set(keyOf(question), { trouble });
      }
    });
    await Promise.all(asked);
    open = open.filter((question) => isOpen(answers.get(keyOf(question))));
  }
  for (const [nodeId, each] of failures)
    if (silence(leaders, nodeId) === null)
      leaders.silent.set(nodeId, { failure: each, untilMs: performance.now() + SILENT_MS });
  const all = questions.map((question) => answers.get(keyOf(question)) ?? { trouble: NO_ANSWER });
  if (failure !== null && all.every((answer) => "trouble" in answer)) throw failure;
  return all;
}

/** The failure of a broker that lately gave no answer; null: it may be asked. */
function silence({ silent }: Leaders, nodeId: number): ClientError | null {
  const known = silent.get(nodeId);
  return known !== undefined && performance.now() < known.untilMs ? known.failure : null;
}

const NO_ANSWER: KafkaTrouble = { code: "NO_ANSWER", words: "the partition's leader did not speak of it" };

function isOpen(answer: Answer<unknown> | undefined): boolean {
  return (
    answer !== undefined && "trouble" in answer && (answer.trouble.code === UNANSWERED || hasMoved(answer.trouble))
  );
}

/** The troubles of partitions that have no leader now. */
async function findLeaders(
  cluster: Cluster,
  leaders: Leaders,
  questions: readonly TopicPartition[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, KafkaTrouble>> {
  const troubles = new Map<string, KafkaTrouble>();
  const names = [...new Set(questions.map(({ topic }) => topic))];
  const topics = await cluster.topics(names, signal);
  const trouble = new Map(names.map((name, index) => [name, topics[index]]));
  learnLeaders(leaders, topics);
  for (const question of questions) {
    if (leaders.of.has(keyOf(question))) continue;
    const answer = trouble.get(question.topic);
    const none = { code: "LEADER_NOT_AVAILABLE", words: "the partition has no leader" };
    troubles.set(keyOf(question), answer !== undefined && "trouble" in answer ? answer.trouble : none);
  }
  return troubles;
}

/** Whoever asked for topics knows their leaders already. */
export function learnLeaders(leaders: Leaders, topics: readonly Answer<KafkaTopic>[]): void {
  for (const answer of topics)
    if ("value" in answer)
      for (const { partition, leader } of answer.value.partitions)
        setLeader(leaders, keyOf({ topic: answer.value.topic, partition }), leader);
}

function setLeader(leaders: Leaders, key: string, leader: number | null): void {
  if (leader === null) leaders.of.delete(key);
  else leaders.of.set(key, leader);
}

function byLeader<Q extends TopicPartition>(questions: readonly Q[], leaders: Leaders): ReadonlyMap<number, Q[]> {
  const groups = new Map<number, Q[]>();
  for (const question of questions) {
    const leader = leaders.of.get(keyOf(question));
    if (leader === undefined) continue;
    const group = groups.get(leader);
    if (group === undefined) groups.set(leader, [question]);
    else group.push(question);
  }
  return groups;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
  if (signal.aborted) throw new ClientError("aborted", "asking Kafka was stopped before it answered", "run it again");
}
