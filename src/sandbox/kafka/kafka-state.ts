/**
 * What the embedded Kafka brokers answer from. Whoever simulates a pipeline implements it; the brokers only read.
 * Nothing is stored record by record: a partition is a handful of functions of time and of offsets, so that a log of
 * billions of records and a cluster of thousands of partitions cost nothing. Times are wall-clock ms, offsets are safe
 * integers. `atMs` is the clock at the moment of the answer and never runs backwards within one simulation; every
 * function must give the same answer for the same arguments, until somebody changes the simulated platform.
 */
export interface KafkaState {
  readonly clusterId: string;
  /** At least one; each listens on a port of its own. The first is the controller. */
  readonly brokers: readonly KafkaBroker[];
  /** By name. */
  readonly topics: ReadonlyMap<string, KafkaTopic>;
  /** By group id. */
  readonly groups: ReadonlyMap<string, KafkaGroup>;
  /**
   * May this user do this? Absent: everybody may do everything. Read on a topic is what Fetch needs; all other
   * requests need Describe, DescribeConfigs its own. In Kafka, Read implies Describe: so it must here.
   */
  readonly authorizes?: (access: KafkaAccess) => boolean;
}

export interface KafkaBroker {
  /** The node id; 1 or more. */
  readonly id: number;
  /** What DescribeConfigs tells of this broker beside Kafka's defaults, e.g. `offsets.retention.minutes`. */
  readonly configs?: Readonly<Record<string, string>>;
}

export interface KafkaAccess {
  /** The name given by SASL, else ANONYMOUS. */
  readonly user: string;
  readonly operation: "Describe" | "DescribeConfigs" | "Read";
  readonly resource: "topic" | "group" | "cluster";
  /** Of the topic or the group. */
  readonly name: string;
}

export interface KafkaTopic {
  readonly name: string;
  /** The settings that differ from Kafka's defaults: `retention.ms`, `cleanup.policy`, `message.timestamp.type`, … */
  readonly configs?: Readonly<Record<string, string>>;
  /** The index is the partition's number. It may grow with time. */
  partitions(atMs: number): readonly KafkaPartition[];
}

/**
 * One partition's log: logStartOffset <= lastStableOffset <= highWatermark, none of them ever runs backwards
 * (a recreated topic aside).
 */
export interface KafkaPartition {
  /** The id of the broker that leads; -1: none. Other brokers answer NOT_LEADER_OR_FOLLOWER. */
  leader(atMs: number): number;
  logStartOffset(atMs: number): number;
  /** The offset after the last one written. */
  highWatermark(atMs: number): number;
  /** The first offset of the oldest open transaction; absent: always the high watermark. */
  readonly lastStableOffset?: (atMs: number) => number;
  /** When the record at this offset was made, ms; also for transaction markers. */
  timestampOf(offset: number): number;
  /**
   * The lowest offset whose timestamp is `timestampMs` or later: with `timestampOf` never falling, its inverse.
   * Anything from the high watermark on when there is none yet; what it answers below the log's start does not matter.
   */
  firstOffsetSince(timestampMs: number): number;
  /**
   * Compaction: the lowest offset from this one on that is still there (possibly past the high watermark).
   * Absent: nothing was removed.
   */
  readonly nextKept?: (offset: number) => number;
  /** The transactions with a record or a marker in [fromOffset, toOffset), by first offset. Absent: none ever. */
  readonly transactions?: (fromOffset: number, toOffset: number) => readonly KafkaTransaction[];
  /** Text of a record; absent: no key, and the value `{}`. */
  readonly contentOf?: (offset: number) => { readonly key?: string; readonly value?: string };
}

/** The records [firstOffset, endOffset) of one producer, and the marker that ended them. */
export interface KafkaTransaction {
  readonly producerId: number;
  readonly firstOffset: number;
  /** After the last record; other producers' records may follow before the marker. */
  readonly endOffset: number;
  /** Where the marker stands; absent while the transaction is open. */
  readonly marker?: { readonly offset: number; readonly outcome: "commit" | "abort" };
}

export interface KafkaGroup {
  readonly id: string;
  /** "consumer" is KIP-848's, which DescribeGroups calls Dead and only ConsumerGroupDescribe knows. */
  readonly type: "classic" | "consumer";
  /** "consumer"; "" for a group that only ever commits, as Flink's. */
  readonly protocolType: string;
  /** The id of the broker that coordinates it; absent: chosen by the group's name. */
  readonly coordinator?: number;
  /** Undefined: there is no such group at that time (never committed, or expired). */
  at(atMs: number): KafkaGroupMoment | undefined;
  /** The next offset to read; undefined: no commit for this partition, or an expired one. */
  committedOffset(topic: string, partition: number, atMs: number): number | undefined;
}

export interface KafkaGroupMoment {
  /** Assigning and Reconciling are KIP-848's, the two Rebalances the classic protocol's. */
  readonly state: "Stable" | "Empty" | "PreparingRebalance" | "CompletingRebalance" | "Assigning" | "Reconciling";
  readonly members: readonly KafkaGroupMember[];
}

export interface KafkaGroupMember {
  readonly memberId: string;
  readonly clientId: string;
  /** As Kafka shows it: "/127.0.0.1". */
  readonly clientHost: string;
  /** Partition numbers by topic. */
  readonly assignment: Readonly<Record<string, readonly number[]>>;
}
