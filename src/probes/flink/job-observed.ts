import * as z from "zod";

export const jobObserved = z.object({
  state: z.string().nullable().describe("Flink's word, e.g. RUNNING, RESTARTING, FAILED, CANCELED; null without a job"),
  jobId: z.string().nullable().describe("32 hexadecimal digits"),
  name: z.string().nullable().describe("the job's own name"),
  uptimeSeconds: z.number().nullable().describe("since it last entered RUNNING; null while it does not run"),
  restarts: z.int().nullable().describe("after failures, within the window; rescales are none"),
  restartStrategy: z
    .string()
    .nullable()
    .describe(
      "Flink's words for what it does after a failure, e.g. Restart with fixed delay (PT1S). …; null: not told",
    ),
  restartsLeft: z
    .int()
    .nullable()
    .describe("after how many more failures it is still restarted; null where there is no limit, or it is not told"),
  rootCause: z
    .string()
    .nullable()
    .describe("class and masked message of the newest failure within the window, or of the one that ended the job"),
  running: z.int().describe("how many jobs of that name are not over"),
  matching: z.array(z.string()).describe("their names"),
  tasksRunning: z.int().nullable().describe("of tasksTotal"),
  tasksTotal: z.int().nullable().describe("over all operators and their subtasks"),
  taskManagers: z.int().describe("how many the JobManager has"),
  slotsTotal: z.int().describe("of all TaskManagers"),
  slotsAvailable: z.int().describe("that no job has taken"),
  pendingRecords: z
    .number()
    .nullable()
    .describe("records that its sources have still to fetch; null where no source tells"),
});
