import type { LagFacts, LaterOffsets, PartitionFacts } from "./lag-facts.ts";

export interface Rates {
  readonly producedPerSecond: number;
  /** null where the commits cannot tell. */
  readonly consumedPerSecond: number | null;
}

interface Moved {
  readonly first: boolean;
  readonly second: boolean;
}

/**
 * Of one partition over the window; null without one. A commit that moved backwards (a reset) is no reading. Commits come in bursts (by default every
 * five seconds, with Flink a checkpoint apart): a rate needs one in each half of the window. One alone may stand for any time before it.
 */
export function partitionRates(facts: PartitionFacts, windowSeconds: number | null): Rates | null {
  const { later, highWatermark, committed } = facts;
  if (later === null || windowSeconds === null || windowSeconds <= 0 || highWatermark === null) return null;
  return {
    producedPerSecond: Math.max(0, later.highWatermark - highWatermark) / windowSeconds,
    consumedPerSecond: rateOf(readOf(committed, later), movedOf(committed, later), windowSeconds),
  };
}

/** Of all partitions together, the share of the busiest in what was written, and whether any commit moved; null without a window. */
export function groupRates({
  group,
  partitions,
  windowSeconds,
}: LagFacts): (Rates & { readonly topShare: number | null; readonly advancing: boolean }) | null {
  if (windowSeconds === null || windowSeconds <= 0) return null;
  const seen = partitions.flatMap(({ later, highWatermark, committed }) =>
    later === null || highWatermark === null ? [] : [{ later, highWatermark, committed }],
  );
  if (seen.length === 0) return null;
  const produced = seen.map(({ later, highWatermark }) => Math.max(0, later.highWatermark - highWatermark));
  const moved = seen.map(({ committed, later }) => movedOf(committed, later));
  const any = { first: moved.some(({ first }) => first), second: moved.some(({ second }) => second) };
  const total = sum(produced);
  const advancing = any.first || any.second;
  const consumed = rateOf(sum(seen.map(({ committed, later }) => readOf(committed, later))), any, windowSeconds);
  return {
    producedPerSecond: total / windowSeconds,
    // Between two checkpoints nothing is committed: that is no standstill.
    consumedPerSecond: !advancing && group.kind === "commits-only" ? null : consumed,
    topShare: total === 0 ? null : produced.reduce((most, each) => Math.max(most, each), 0) / total,
    advancing,
  };
}

function rateOf(records: number, { first, second }: Moved, windowSeconds: number): number | null {
  return first === second ? records / windowSeconds : null;
}

function readOf(committed: number | null, later: LaterOffsets): number {
  return committed === null || later.committed === null ? 0 : Math.max(0, later.committed - committed);
}

function movedOf(committed: number | null, { halfwayCommitted, committed: last }: LaterOffsets): Moved {
  // A first commit, or one that was not seen halfway, came at some time of the window: in one half alone it stands for no rate.
  if (committed === null || halfwayCommitted === null)
    return { first: false, second: last !== null && (committed === null || last > committed) };
  return { first: halfwayCommitted > committed, second: last !== null && last > halfwayCommitted };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Seconds until a backlog is read at these rates; null: never, or it cannot be told. */
export function catchUpSeconds(lag: number, { producedPerSecond, consumedPerSecond }: Rates): number | null {
  if (lag === 0) return 0;
  const gained = (consumedPerSecond ?? 0) - producedPerSecond;
  return gained > 0 ? lag / gained : null;
}

/**
 * Seconds until the oldest unread record reaches the age at which it is deleted; null when it is read before it does. Reading slower than is
 * written lets the age grow by the difference, not reading at all by the whole second; so it does where the rates cannot be told, as the worst that may be.
 */
export function retentionRiskSeconds(lagSeconds: number, retentionSeconds: number, rates: Rates | null): number | null {
  const left = Math.max(0, retentionSeconds - lagSeconds);
  if (rates === null || rates.consumedPerSecond === null || rates.consumedPerSecond === 0) return left;
  const { producedPerSecond, consumedPerSecond } = rates;
  if (consumedPerSecond >= producedPerSecond) return null;
  return left / (1 - consumedPerSecond / producedPerSecond);
}
