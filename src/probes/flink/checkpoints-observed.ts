import * as z from "zod";

export const checkpointsObserved = z.object({
  lastCompletedAgeSeconds: z.number().nullable().describe("since the newest one completed; null where none has"),
  durationSeconds: z
    .number()
    .nullable()
    .describe("of the newest completed one, or how long the one under way takes already, whichever is longer"),
  failed: z
    .int()
    .exactOptional()
    .describe(
      "within the window; Flink keeps the last 10 checkpoints, so there may have been more; unknown where there is not one such job",
    ),
  failureMessage: z.string().nullable().describe("of the newest failed one within the window, masked"),
  failing: z
    .boolean()
    .exactOptional()
    .describe(
      "several failed, or the newest did and not because the job is young; unknown where there is not one such job",
    ),
  slow: z
    .boolean()
    .exactOptional()
    .describe("it takes more than half of the timeout; unknown where there is not one such job"),
  stale: z
    .boolean()
    .exactOptional()
    .describe(
      "the newest completed one is older than three intervals, and the job has run for as long; unknown where there is not one such job",
    ),
  stateSizeBytes: z.number().nullable().describe("of the newest completed one; incremental ones are only a part"),
  growth: z
    .number()
    .nullable()
    .describe("its size as a multiple of the oldest completed one's that Flink still knows; null without two"),
  intervalSeconds: z.number().nullable().describe("null: periodic checkpoints are off"),
  timeoutSeconds: z.number().nullable().describe("a checkpoint that takes longer has failed"),
  jobId: z.string().nullable().describe("32 hexadecimal digits"),
  state: z.string().nullable().describe("of the job"),
});
