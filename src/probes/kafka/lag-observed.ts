import * as z from "zod";

const offset = z.number().nullable();

/** The typed result of `kafka.consumer-lag`. */
export const lagObserved = z.object({
  groupState: z
    .string()
    .describe(
      "the coordinator's word: Stable, Empty, PreparingRebalance, …; Dead for a group that is not there (any more)",
    ),
  groupKind: z
    .enum(["classic", "consumer", "commits-only", "unknown"])
    .describe(
      "consumer: the newer protocol; commits-only: nobody subscribes, somebody commits (Flink, manual assignment)",
    ),
  groupExists: z.boolean().describe("it has members, or a commit"),
  members: z.int().nullable().describe("members now; null where it cannot be asked"),
  totalLag: z
    .number()
    .nullable()
    .describe("records behind, over all partitions that have a commit; null when none has"),
  maxLag: z.number().nullable().describe("records behind, of the partition that is furthest behind"),
  maxLagSeconds: z
    .number()
    .nullable()
    .describe("age of the oldest record that is not read yet; 0 when all are read; null when it cannot be told"),
  producedPerSecond: z.number().nullable().describe("records written, over the window; null without a second look"),
  consumedPerSecond: z
    .number()
    .nullable()
    .describe(
      "records committed as read, over the window; null without a second look, and where the commits come too rarely for a rate",
    ),
  advancing: z
    .boolean()
    .nullable()
    .describe(
      "some commit moved within the window; null without a second look. Flink commits only when a checkpoint completes",
    ),
  catchUpSeconds: z
    .number()
    .nullable()
    .describe("until all is read at these rates; 0 when it is; null: never at these rates, or they cannot be told"),
  retentionRiskSeconds: z
    .number()
    .nullable()
    .describe(
      "until the oldest unread record is deleted by its age, at these rates, or if nothing is read where they cannot be told; null: not foreseeable, or kept for ever",
    ),
  expiredRecords: z
    .number()
    .exactOptional()
    .describe(
      "records that were deleted before they were committed as read, at least, where a partition could not be read; left out where none is known then",
    ),
  transactionHangs: z
    .boolean()
    .exactOptional()
    .describe(
      "the end of some partition is held back by a transaction open for longer than transactionAge; unknown where none is known to and some may (untoldTransactions)",
    ),
  hangingTransactions: z
    .int()
    .exactOptional()
    .describe("how many partitions are held back so; unknown while others may be (untoldTransactions)"),
  untoldTransactions: z
    .int()
    .describe(
      "partitions where a transaction that could not be looked at may hang and hold the group; not those where the group has read on",
    ),
  noCommit: z.int().describe("partitions that have or had records, and no commit: how far behind is not known"),
  beyondEnd: z.int().describe("partitions committed beyond their end: recreated or truncated"),
  unreadable: z.int().describe("partitions that could not be read: no leader, or no right to"),
  maxLagShare: z
    .number()
    .nullable()
    .describe("share of the partition furthest behind in all the lag, 0 to 1; null without lag"),
  maxProducedShare: z
    .number()
    .nullable()
    .describe(
      "share of the busiest partition in all that was written in the window; null without a second look or records",
    ),
  partitionsTotal: z.int().describe("how many partitions there are"),
  partitions: z
    .array(
      z.object({
        topic: z.string().describe("the topic"),
        partition: z.int().describe("the partition"),
        state: z
          .enum(["caught-up", "behind", "expired", "no-commit", "beyond-end", "unreadable"])
          .describe("expired: what comes next for the group was deleted"),
        logStartOffset: offset.describe("the oldest record that is still there"),
        committedOffset: offset.describe("the next record that the group reads; null without a commit"),
        lastStableOffset: offset.describe("the end for readers of committed records"),
        highWatermark: offset.describe("the end of the log"),
        lag: offset.describe("highWatermark - committedOffset, as the reference tool counts"),
        lagSeconds: offset.describe("age of the first unread record; 0 when all is read; null when it cannot be told"),
      }),
    )
    .describe("at most 20 of them, the furthest behind first"),
});
