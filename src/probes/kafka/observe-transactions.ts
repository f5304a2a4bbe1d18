import type { z } from "zod";
import type { LagFacts } from "./lag-facts.ts";
import type { lagObserved } from "./lag-observed.ts";
import { mayBeHeld } from "./may-be-held.ts";
import type { PartitionLag } from "./partition-lag.ts";

type Transactions = Pick<
  z.infer<typeof lagObserved>,
  "transactionHangs" | "hangingTransactions" | "untoldTransactions"
>;

/**
 * What is known of transactions that hang. What is not is left out: a count of those that are known would read as if it were all of them, and null is
 * equal to no number, so that a comparison with it would be decided.
 */
export function observeTransactions(
  facts: LagFacts,
  partitions: readonly PartitionLag[],
  transactionAgeMs: number,
): Transactions {
  const hanging = knownToHang(facts, transactionAgeMs);
  const untoldTransactions = partitions.filter(
    (each) => each.facts.highWatermark === null || mayBeHeld(each, transactionAgeMs),
  ).length;
  if (untoldTransactions === 0)
    return { transactionHangs: hanging > 0, hangingTransactions: hanging, untoldTransactions };
  return hanging > 0 ? { transactionHangs: true, untoldTransactions } : { untoldTransactions };
}

/** In so many partitions at least. */
export function knownToHang({ partitions, endsAtMs }: LagFacts, transactionAgeMs: number): number {
  return partitions.filter(
    ({ openSinceMs }) => typeof openSinceMs === "number" && endsAtMs - openSinceMs >= transactionAgeMs,
  ).length;
}
