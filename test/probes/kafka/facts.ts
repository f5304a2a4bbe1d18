import type { LagFacts, PartitionFacts } from "../../../src/probes/kafka/lag-facts.ts";

/** 2026-11-22T03:00:00Z; all ages count from here. */
export const NOW_MS = Date.parse("2026-11-22T03:00:00Z");

/** A partition of 100 records that is read up to its end. */
export function partitionFacts(more: Partial<PartitionFacts> = {}): PartitionFacts {
  return {
    topic: "events",
    partition: 0,
    committed: 100,
    logStart: 0,
    lastStable: 100,
    highWatermark: 100,
    trouble: null,
    later: null,
    unread: null,
    openSinceMs: null,
    ...more,
  };
}

/** Behind by so many records, the first of them so many seconds old. */
export function behind(records: number, seconds: number, more: Partial<PartitionFacts> = {}): PartitionFacts {
  return partitionFacts({
    committed: 100 - records,
    unread: { kind: "record", timestampMs: NOW_MS - seconds * 1_000, uncertainMs: 0, logAppendTime: false },
    ...more,
  });
}

export function lagFacts(partitions: readonly PartitionFacts[], more: Partial<LagFacts> = {}): LagFacts {
  return {
    group: { state: "Stable", kind: "classic", members: 2 },
    partitions,
    settings: { events: { compacted: false, retentionMs: 3_600_000 } },
    missing: [],
    windowSeconds: null,
    endsAtMs: NOW_MS,
    ...more,
  };
}
