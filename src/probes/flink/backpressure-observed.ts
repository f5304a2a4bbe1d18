import * as z from "zod";

const LEVELS = ["ok", "low", "high"] as const;

export const backpressureObserved = z.object({
  level: z
    .enum(LEVELS)
    .nullable()
    .describe(
      "of the worst operator's worst subtask: ok up to 10 % of its time, low up to 50 %; null without a sample",
    ),
  ratio: z.number().nullable().describe("the share of its time that it is held back, 0..1"),
  culprit: z
    .string()
    .nullable()
    .describe("the operator that holds the others back: busy, not held back itself, downstream of one that is"),
  busyRatio: z
    .number()
    .nullable()
    .describe("of the culprit's busiest subtask, 0..1; without a culprit, of the busiest operator's"),
  skew: z
    .number()
    .nullable()
    .describe(
      "how far that subtask stands out of its operator's: 0 all are as busy, 1 it works alone; 0 for one subtask",
    ),
  parallelism: z.int().nullable().describe("of that operator"),
  jobId: z.string().nullable().describe("32 hexadecimal digits"),
  state: z.string().nullable().describe("of the job"),
  operators: z
    .array(
      z.object({
        name: z.string().describe("as Flink shows it"),
        backpressured: z.number().nullable().describe("of the worst subtask, 0..1"),
        busy: z.number().nullable().describe("of the busiest subtask, 0..1"),
        parallelism: z.int().describe("how many subtasks it has"),
      }),
    )
    .describe("in the order of the stream; at most 20"),
  pendingRecords: z
    .number()
    .nullable()
    .describe("records that its sources have still to fetch; null where no source tells"),
});
