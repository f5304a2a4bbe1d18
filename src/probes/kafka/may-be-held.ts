import type { PartitionLag } from "./partition-lag.ts";

/**
 * Whether a transaction that nobody could look at may hang and hold the group: it has not come past the last stable offset, and waits for as long as a
 * hanging one would let it. The transaction's first record comes no earlier in the log than the group's next one: where that is younger, none hangs.
 */
export function mayBeHeld({ facts, lag, lagSeconds }: PartitionLag, transactionAgeMs: number): boolean {
  const { committed, lastStable, highWatermark, openSinceMs } = facts;
  if (openSinceMs !== "untold" || committed === null || highWatermark === null || lag === null) return false;
  // Where the stable offset could not be read, it may be anywhere below the end.
  if (committed > (lastStable ?? highWatermark - 1)) return false;
  return lagSeconds === null || lagSeconds * 1_000 >= transactionAgeMs;
}
