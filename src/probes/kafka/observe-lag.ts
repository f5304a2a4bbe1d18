import type { z } from "zod";
import type { LagFacts } from "./lag-facts.ts";
import type { lagObserved } from "./lag-observed.ts";
import { catchUpSeconds, groupRates, partitionRates, retentionRiskSeconds } from "./lag-rates.ts";
import { observeTransactions } from "./observe-transactions.ts";
import { expiredRecords, partitionLag, type PartitionLag, type PartitionState } from "./partition-lag.ts";

export type LagObserved = z.infer<typeof lagObserved>;

const LISTED_MOST = 20;

export interface Lag {
  readonly observed: LagObserved;
  /** The furthest behind first. */
  readonly partitions: readonly PartitionLag[];
}

/** All that the facts say, without a verdict. `transactionAgeMs`: from which age on an open transaction hangs. */
export function observeLag(facts: LagFacts, transactionAgeMs: number): Lag {
  const { group, endsAtMs } = facts;
  const partitions = facts.partitions.map((each) => partitionLag(each, endsAtMs)).sort(furthestFirst);
  const counted = (state: PartitionState) => partitions.filter((each) => each.state === state).length;
  const lags = partitions.map(({ lag, facts: { committed } }) => (committed === null ? null : lag)).filter(isKnown);
  const seconds = partitions.map(({ lagSeconds }) => lagSeconds).filter(isKnown);
  const total = lags.length === 0 ? null : lags.reduce((sum, lag) => sum + lag, 0);
  const maxLag = most(lags);
  const rates = groupRates(facts);
  const risks = partitions.map((each) => riskOf(each, facts)).filter(isKnown);
  const observed: LagObserved = {
    groupState: group.state,
    groupKind: group.kind,
    groupExists: (group.members ?? 0) > 0 || lags.length > 0 || counted("beyond-end") > 0 || group.state !== "Dead",
    members: group.members,
    totalLag: total,
    maxLag,
    maxLagSeconds: most(seconds),
    producedPerSecond: rates?.producedPerSecond ?? null,
    consumedPerSecond: rates?.consumedPerSecond ?? null,
    advancing: rates?.advancing ?? null,
    catchUpSeconds: total === null || rates === null ? null : catchUpSeconds(total, rates),
    retentionRiskSeconds: least(risks),
    ...expired(facts),
    ...observeTransactions(facts, partitions, transactionAgeMs),
    noCommit: counted("no-commit"),
    beyondEnd: counted("beyond-end"),
    unreadable: counted("unreadable"),
    maxLagShare: total === null || total === 0 || maxLag === null ? null : maxLag / total,
    maxProducedShare: rates?.topShare ?? null,
    partitionsTotal: partitions.length,
    partitions: partitions.slice(0, LISTED_MOST).map(entryOf),
  };
  return { observed, partitions };
}

/** None where all could be read. A zero that is made of what could be read would pass for none. */
function expired({ partitions }: LagFacts): Pick<LagObserved, "expiredRecords"> {
  const known = partitions.reduce((sum, each) => sum + expiredRecords(each), 0);
  const isOpen = partitions.some(({ committed, logStart }) => committed !== null && logStart === null);
  return known === 0 && isOpen ? {} : { expiredRecords: known };
}

function entryOf({ facts, state, lag, lagSeconds }: PartitionLag): LagObserved["partitions"][number] {
  return {
    topic: facts.topic,
    partition: facts.partition,
    state,
    logStartOffset: facts.logStart,
    committedOffset: facts.committed,
    lastStableOffset: facts.lastStable,
    highWatermark: facts.highWatermark,
    lag,
    lagSeconds,
  };
}

function riskOf({ facts, state, lagSeconds }: PartitionLag, { settings, windowSeconds }: LagFacts): number | null {
  if (state === "expired") return 0;
  const retentionMs = settings[facts.topic]?.retentionMs ?? null;
  if (state !== "behind" || retentionMs === null || lagSeconds === null) return null;
  return retentionRiskSeconds(lagSeconds, retentionMs / 1_000, partitionRates(facts, windowSeconds));
}

/** What cannot be told comes before what is well: it is what somebody must look at. */
const ORDER: Readonly<Record<PartitionState, number>> = {
  expired: 0,
  behind: 0,
  "no-commit": 1,
  "beyond-end": 1,
  unreadable: 1,
  "caught-up": 2,
};

function furthestFirst(a: PartitionLag, b: PartitionLag): number {
  return (
    ORDER[a.state] - ORDER[b.state] ||
    (b.lagSeconds ?? 0) - (a.lagSeconds ?? 0) ||
    (b.lag ?? 0) - (a.lag ?? 0) ||
    a.facts.topic.localeCompare(b.facts.topic) ||
    a.facts.partition - b.facts.partition
  );
}

function isKnown(value: number | null): value is number {
  return value !== null;
}

/** Without a spread: there may be ten thousands. */
function most(numbers: readonly number[]): number | null {
  return numbers.reduce<number | null>((highest, number) => Math.max(highest ?? number, number), null);
}

function least(numbers: readonly number[]): number | null {
  return numbers.reduce<number | null>((lowest, number) => Math.min(lowest ?? number, number), null);
}
