import type { LagFacts, PartitionFacts } from "./lag-facts.ts";

/**
 * A transaction's marker takes an offset that no reader gets: a group that has read all of a transactional topic is one behind for ever (Burrow#651). Where
 * the one record that is left was not read itself, but found by its time, it may be that. Words for it; null where there is none.
 */
export function maybeMarkers({ partitions }: LagFacts): string | null {
  const count = partitions.filter(isMaybeMarker).length;
  if (count === 0) return null;
  const where = count === 1 ? "one partition" : `${count} partitions`;
  return `the one record that is left in ${where} may be a transaction's marker: to read it takes the ACL Read on the topic, and seconds: auto or records`;
}

/** As if they were. */
export function withoutMaybeMarkers(facts: LagFacts): LagFacts {
  const partitions = facts.partitions.map((each): PartitionFacts =>
    isMaybeMarker(each) ? { ...each, unread: { kind: "nothing" } } : each,
  );
  return { ...facts, partitions };
}

function isMaybeMarker({ unread, highWatermark, committed }: PartitionFacts): boolean {
  return unread?.kind === "between" && committed !== null && highWatermark !== null && highWatermark - committed === 1;
}
