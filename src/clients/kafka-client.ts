export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** Why nothing is known of one partition or topic: Kafka's own name of the error, and words for it. */
export interface KafkaTrouble {
  readonly code: string;
  readonly words: string;
}

/** One partition's answer among many: a broker that fails one of them answers the others. */
export type Answer<T> = { readonly value: T } | { readonly trouble: KafkaTrouble };

export interface KafkaTopic {
  readonly topic: string;
  /** `leader`: null while the partition has none. */
  readonly partitions: readonly { readonly partition: number; readonly leader: number | null }[];
}

export interface KafkaGroup {
  /**
   * The coordinator's word: Stable, Empty, PreparingRebalance, CompletingRebalance, Assigning, Reconciling, Dead. A group that was never there, one
   * that expired, and one that has not committed yet are all Dead.
   */
  readonly state: string;
  /** `consumer`: the newer protocol; `commits-only`: nobody subscribes, somebody commits (Flink, manual assignment); `unknown`: Dead, or it cannot be asked. */
  readonly kind: "classic" | "consumer" | "commits-only" | "unknown";
  /** null where it cannot be asked. */
  readonly members: number | null;
}

export interface CommittedOffset extends TopicPartition {
  /** null: this partition has no commit. */
  readonly offset: number | null;
}

/** The first record that a consumer would still get, from an offset on. */
export interface UnreadRecord {
  readonly offset: number;
  readonly timestampMs: number;
  /** True: the broker's time of append; false: the producer's own. */
  readonly logAppendTime: boolean;
  /** The timestamp may be too early by so much, where a batch's compression cannot be undone here. */
  readonly uncertainMs: number;
}

export interface UnreadQuestion extends TopicPartition {
  readonly offset: number;
  readonly lastStableOffset: number;
  readonly highWatermark: number;
}

export interface TopicSettings {
  readonly compacted: boolean;
  /** null: kept without limit of time. */
  readonly retentionMs: number | null;
}

/**
 * Kafka's read-only side: joins no group, commits nothing, creates nothing. Rejects with ClientError where nothing at all could be read; what concerns
 * one partition is that partition's answer. Answers stand in the order of the question; one request goes to each leader.
 */
export interface KafkaClient {
  readonly vantage: string;
  /** The brokers of the environment, as a command line takes them. */
  readonly bootstrap: string;
  /** A topic that is not there, or may not be described, is a trouble. */
  topics(names: readonly string[], signal: AbortSignal): Promise<readonly Answer<KafkaTopic>[]>;
  group(group: string, signal: AbortSignal): Promise<KafkaGroup>;
  /** Of these topics' partitions; null: of all that the group has commits for and this user may describe. */
  committed(
    group: string,
    partitions: readonly TopicPartition[] | null,
    signal: AbortSignal,
  ): Promise<readonly CommittedOffset[]>;
  logStarts(partitions: readonly TopicPartition[], signal: AbortSignal): Promise<readonly Answer<number>[]>;
  lastStableOffsets(partitions: readonly TopicPartition[], signal: AbortSignal): Promise<readonly Answer<number>[]>;
  highWatermarks(partitions: readonly TopicPartition[], signal: AbortSignal): Promise<readonly Answer<number>[]>;
  /** Each partition's first record of that time or later; null where there is none. */
  recordsSince(
    questions: readonly (TopicPartition & { readonly timestampMs: number })[],
    signal: AbortSignal,
  ): Promise<readonly Answer<{ readonly offset: number; readonly timestampMs: number } | null>[]>;
  /** null: nothing but transaction markers and aborted records up to the end. */
  firstUnread(
    questions: readonly UnreadQuestion[],
    signal: AbortSignal,
  ): Promise<readonly Answer<UnreadRecord | null>[]>;
  topicSettings(names: readonly string[], signal: AbortSignal): Promise<readonly Answer<TopicSettings>[]>;
}
