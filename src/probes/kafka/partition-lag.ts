import type { PartitionFacts } from "./lag-facts.ts";

export type PartitionState = "caught-up" | "behind" | "expired" | "no-commit" | "beyond-end" | "unreadable";

export interface PartitionLag {
  readonly facts: PartitionFacts;
  readonly state: PartitionState;
  /** High watermark - committed; null without a commit inside of the log's end. */
  readonly lag: number | null;
  /** null where it cannot be told. */
  readonly lagSeconds: number | null;
  /** By a clock that differs: the first unread record is from the future, so that its age cannot be told. */
  readonly fromFuture: boolean;
}

/** What one partition's offsets say. The end is the high watermark: what an open transaction holds back is not read either. */
export function partitionLag(facts: PartitionFacts, endsAtMs: number): PartitionLag {
  const { committed, logStart, highWatermark, unread } = facts;
  const none = { facts, lag: null, lagSeconds: null, fromFuture: false };
  if (logStart === null || highWatermark === null) return { ...none, state: "unreadable" };
  if (committed === null) {
    // Nothing was ever there to read: that it is not committed says nothing. Of what was deleted since nobody knows whether it was read.
    return highWatermark === 0
      ? { ...none, state: "caught-up", lag: 0, lagSeconds: 0 }
      : { ...none, state: "no-commit" };
  }
  if (committed > highWatermark) return { ...none, state: "beyond-end" };
  const lag = highWatermark - committed;
  const state = committed < logStart ? "expired" : "behind";
  if (lag === 0 || unread?.kind === "nothing")
    return { ...none, state: state === "expired" ? state : "caught-up", lag, lagSeconds: 0 };
  if (unread === null || unread.kind === "unknown") return { ...none, state, lag };
  const sinceMs = unread.kind === "record" ? unread.timestampMs : (unread.earliestMs + unread.latestMs) / 2;
  const seconds = (endsAtMs - sinceMs) / 1_000;
  if (seconds < -CLOCKS_DIFFER_SECONDS) return { ...none, state, lag, fromFuture: true };
  return { ...none, state, lag, lagSeconds: Math.max(0, round(seconds)) };
}

/** Nothing is left but what no reader gets. A record as new as clocks can tell is unread for all that. */
export function isRead({ facts: { unread }, lag }: PartitionLag): boolean {
  return lag === 0 || unread?.kind === "nothing";
}

/** Clocks of machines that are kept in time differ by less. */
const CLOCKS_DIFFER_SECONDS = 1;

/** To the millisecond, as timestamps are. */
function round(seconds: number): number {
  return Math.round(seconds * 1_000) / 1_000;
}

/** Records deleted between what the group has read and what is still there. */
export function expiredRecords({ committed, logStart }: PartitionFacts): number {
  return committed === null || logStart === null ? 0 : Math.max(0, logStart - committed);
}
