import type { KafkaGroup, TopicPartition, TopicSettings } from "../../clients/kafka-client.ts";

/** The age of what a group has not read, as far as it was asked for. */
export type Unread =
  /** The record itself was read. */
  | {
      readonly kind: "record";
      readonly timestampMs: number;
      readonly uncertainMs: number;
      readonly logAppendTime: boolean;
    }
  /** Found by asking for times: they lie in between. What was found may be a transaction marker or an aborted record, which no reader gets. */
  | { readonly kind: "between"; readonly earliestMs: number; readonly latestMs: number }
  /** Transaction markers and aborted records alone. */
  | { readonly kind: "nothing" }
  | { readonly kind: "unknown"; readonly words: string };

/**
 * Since when a transaction holds back a partition's last stable offset, ms, by its first record; null: none does. "untold": one may, and it was not
 * looked at or could not be read.
 */
export type OpenSince = number | "untold" | null;

export interface LaterOffsets {
  readonly halfwayCommitted: number | null;
  readonly committed: number | null;
  readonly highWatermark: number;
}

export interface PartitionFacts extends TopicPartition {
  /** null: no commit. */
  readonly committed: number | null;
  /** null where it could not be read; `trouble` says why. */
  readonly logStart: number | null;
  readonly lastStable: number | null;
  readonly highWatermark: number | null;
  readonly trouble: string | null;
  /** Half a window and a whole one later; null when there was no second look, or it could not be read. */
  readonly later: LaterOffsets | null;
  /** null: nothing to ask for. */
  readonly unread: Unread | null;
  readonly openSinceMs: OpenSince;
}

export interface LagFacts {
  readonly group: KafkaGroup;
  readonly partitions: readonly PartitionFacts[];
  /** By topic; null where this user may not read its settings. */
  readonly settings: Readonly<Record<string, TopicSettings | null>>;
  /** Topics that the group has commits for and that cannot be looked at. */
  readonly missing: readonly { readonly topic: string; readonly words: string }[];
  /** Between the two looks; null: there was one. */
  readonly windowSeconds: number | null;
  /** When the ends were read, by this machine's clock. */
  readonly endsAtMs: number;
}
