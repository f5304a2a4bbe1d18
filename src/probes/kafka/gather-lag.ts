import { setTimeout as sleep } from "node:timers/promises";
import { ClientError } from "../../clients/client-error.ts";
import type { KafkaClient, TopicPartition } from "../../clients/kafka-client.ts";
import type { LagFacts, PartitionFacts } from "./lag-facts.ts";
import { readOpenTransactions } from "./open-transactions.ts";
import { readEndsOf, readOffsets, type PartitionOffsets } from "./read-offsets.ts";
import { findPartitions } from "./find-partitions.ts";
import { partitionLag } from "./partition-lag.ts";
import { readUnread, type SecondsBy } from "./read-unread.ts";

export interface LagQuestion {
  readonly group: string;
  /** Empty: the topics that the group has commits for. */
  readonly topics: readonly string[];
  readonly seconds: SecondsBy;
  /** 0: one look, no rates. */
  readonly rateWindowMs: number;
  /** How old the oldest unread record must be for a second look; 0: any age. */
  readonly ratesFromMs: number;
  readonly nowMs: number;
}

/**
 * One whole look at a group: committed offsets first, then the log's start, then its ends, so that no lag comes out negative; then how old the first
 * unread records are. Only where somebody is behind is a second look worth the wait: how fast a group reads that has read all matters to nobody.
 * Rejects with ClientError.
 */
export async function gatherLag(kafka: KafkaClient, question: LagQuestion, signal: AbortSignal): Promise<LagFacts> {
  const { group, nowMs } = question;
  const startedAt = performance.now();
  const sinceStart = () => performance.now() - startedAt;
  const [described, { partitions, missing, committed }] = await Promise.all([
    kafka.group(group, signal),
    findPartitions(kafka, group, question.topics, signal),
  ]);
  const names = [...new Set(partitions.map(({ topic }) => topic))];
  const [settings, read] = await Promise.all([
    readSettings(kafka, names, signal),
    // What was committed when the topics were found is as good: it was read before their ends.
    committed === null
      ? readOffsets(kafka, group, partitions, signal)
      : readEndsOf(kafka, partitions, committed, signal),
  ]);
  const offsets = await reread(kafka, group, read, signal);
  const endsAt = sinceStart();
  const endsAtMs = nowMs + endsAt;
  const unread = await readUnread(kafka, offsets, { by: question.seconds, nowMs: endsAtMs }, signal);
  const openSince = await readOpenTransactions(kafka, offsets, unread, signal);
  const look = offsets.map((each, index): PartitionFacts => ({
    ...each,
    later: null,
    unread: unread[index] ?? null,
    openSinceMs: openSince[index] ?? null,
  }));
  const once = { group: described, settings, missing, windowSeconds: null, endsAtMs, partitions: look };
  if (question.rateWindowMs === 0 || !look.some((each) => isBehind(each, endsAtMs, question.ratesFromMs))) return once;
  // What the questions since took is part of the window.
  const untilPart = async (part: number) => {
    await pause(Math.max(0, part * question.rateWindowMs - (sinceStart() - endsAt)), signal);
  };
  await untilPart(0.5);
  const halfway = await kafka.committed(group, partitions, signal);
  await untilPart(1);
  const later = await readEnds(kafka, group, partitions, halfway, signal);
  return {
    ...once,
    windowSeconds: (sinceStart() - endsAt) / 1_000,
    partitions: look.map((each, index) => ({ ...each, later: later[index] ?? null })),
  };
}

function isBehind(facts: PartitionFacts, endsAtMs: number, ratesFromMs: number): boolean {
  const { state, lagSeconds } = partitionLag(facts, endsAtMs);
  if (state !== "behind" && state !== "expired") return ratesFromMs === 0;
  return lagSeconds === null || lagSeconds * 1_000 >= ratesFromMs;
}

type Committed = Awaited<ReturnType<KafkaClient["committed"]>>;

/** The second look needs only what rates are made of. */
async function readEnds(
  kafka: KafkaClient,
  group: string,
  partitions: readonly TopicPartition[],
  halfway: Committed,
  signal: AbortSignal,
): Promise<readonly PartitionFacts["later"][]> {
  const committedAt = [halfway, await kafka.committed(group, partitions, signal)].map(
    (commits) => new Map(commits.map(({ topic, partition, offset }) => [`${topic}/${partition}`, offset])),
  );
  const ends = await kafka.highWatermarks(partitions, signal);
  return partitions.map(({ topic, partition }, index) => {
    const end = ends[index];
    if (end === undefined || "trouble" in end) return null;
    const [halfwayCommitted = null, committed = null] = committedAt.map((at) => at.get(`${topic}/${partition}`));
    return { halfwayCommitted, committed, highWatermark: end.value };
  });
}

/** A commit beyond the end may have come between the readings: these partitions are read once more. */
async function reread(
  kafka: KafkaClient,
  group: string,
  offsets: readonly PartitionOffsets[],
  signal: AbortSignal,
): Promise<readonly PartitionOffsets[]> {
  const beyond = offsets.filter(
    ({ committed, highWatermark }) => committed !== null && highWatermark !== null && committed > highWatermark,
  );
  if (beyond.length === 0) return offsets;
  const again = await readOffsets(kafka, group, beyond, signal);
  const found = new Map(again.map((each) => [`${each.topic}/${each.partition}`, each]));
  return offsets.map((each) => found.get(`${each.topic}/${each.partition}`) ?? each);
}

async function readSettings(
  kafka: KafkaClient,
  names: readonly string[],
  signal: AbortSignal,
): Promise<LagFacts["settings"]> {
  try {
    const answers = await kafka.topicSettings(names, signal);
    return Object.fromEntries(
      names.map((name, index) => {
        const answer = answers[index];
        return [name, answer !== undefined && "value" in answer ? answer.value : null];
      }),
    );
  } catch (error) {
    // A side question: without its answer the lag is still known.
    if (!(error instanceof ClientError) || signal.aborted) throw error;
    return Object.fromEntries(names.map((name) => [name, null]));
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
  if (signal.aborted) throw new ClientError("aborted", "asking Kafka was stopped before it answered", "run it again");
}
