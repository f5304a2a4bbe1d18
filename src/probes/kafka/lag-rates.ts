import type { LagFacts, PartitionFacts } from "./lag-facts.ts";

export interface Rates {
  readonly producedPerSecond: number;
  readonly consumedPerSecond: number;
}

/** Of one partition over the window; null without one. A commit that moved backwards (a reset) is no reading. */
export function partitionRates(
  { later, highWatermark, committed }: PartitionFacts,
  windowSeconds: number | null,
): Rates | null {
  if (later === null || windowSeconds === null || windowSeconds <= 0 || highWatermark === null) return null;
  const read = committed === null || later.committed === null ? 0 : later.committed - committed;
  return {
    producedPerSecond: Math.max(0, later.highWatermark - highWatermark) / windowSeconds,
    consumedPerSecond: Math.max(0, read) / windowSeconds,
  };
}

/** Of all partitions together, and the share of the busiest in what was written; null without a window. */
export function groupRates({
  partitions,
  windowSeconds,
}: LagFacts): (Rates & { readonly topShare: number | null }) | null {
  const rates = partitions.map((facts) => partitionRates(facts, windowSeconds)).filter((each) => each !== null);
  if (rates.length === 0) return null;
  const produced = rates.map(({ producedPerSecond }) => producedPerSecond);
  const total = sum(produced);
  return {
    producedPerSecond: total,
    consumedPerSecond: sum(rates.map(({ consumedPerSecond }) => consumedPerSecond)),
    topShare: total === 0 ? null : produced.reduce((most, each) => Math.max(most, each), 0) / total,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Seconds until a backlog is read at these rates; null: never. */
export function catchUpSeconds(lag: number, { producedPerSecond, consumedPerSecond }: Rates): number | null {
  if (lag === 0) return 0;
  const gained = consumedPerSecond - producedPerSecond;
  return gained > 0 ? lag / gained : null;
}

/**
 * Seconds until the oldest unread record reaches the age at which it is deleted; null when it is read before it does. Reading slower than is
 * written lets the age grow by the difference, not reading at all by the whole second.
 */
export function retentionRiskSeconds(lagSeconds: number, retentionSeconds: number, rates: Rates | null): number | null {
  const left = Math.max(0, retentionSeconds - lagSeconds);
  if (rates === null || rates.consumedPerSecond === 0) return left;
  const { producedPerSecond, consumedPerSecond } = rates;
  if (consumedPerSecond >= producedPerSecond) return null;
  return left / (1 - consumedPerSecond / producedPerSecond);
}
