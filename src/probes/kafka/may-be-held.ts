import type { PartitionLag } from "./partition-lag.ts";

/**
 * Whether a transaction that nobody could look at may hang and hold the group: it has not come past the last stable offset, and waits for as long as a
 * hanging one would let it. The transaction's first record comes no earlier in the log than the group's next one: where that is younger, none hangs.
 */
export function mayBeHeld({ facts, lagSeconds }: PartitionLag, transactionAgeMs: number): boolean {
  const { committed, logStart, lastStable, highWatermark, openSinceMs } = facts;
  if (openSinceMs !== "untold" || highWatermark === null) return false;
  // Without a commit the group begins at the log's start, or later.
  const next = committed ?? logStart ?? 0;
  // Where the stable offset could not be read, it may be anywhere below the end.
  if (next > (lastStable ?? highWatermark - 1)) return false;
  return lagSeconds === null || lagSeconds * 1_000 >= transactionAgeMs;
}
