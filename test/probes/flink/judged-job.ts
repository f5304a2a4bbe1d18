import type { JobDetail, JobFacts } from "../../../src/probes/flink/job-facts.ts";
import { type JobRules, judgeJob } from "../../../src/probes/flink/judge-job.ts";
import { choice, exception, job } from "./fixtures.ts";

export const MINUTE = 60_000;
export const CLUSTER = { version: "2.3.0", taskManagers: 1, slotsTotal: 4, slotsAvailable: 2 };
export const CAUSE = "java.lang.IllegalStateException: no price\n\tat x.Y";

/** A job of six tasks that all run, but for what is said of it; null: there is none. */
export function judge(
  detail: Partial<JobDetail> | null = {},
  facts: Partial<JobFacts> = {},
  rules: Partial<JobRules> = {},
) {
  const usual = {
    job: job(),
    tasks: { running: 6, total: 6 },
    exceptions: [],
    exceptionsTruncated: false,
    restartsTotal: 0,
    rescalesTotal: 0,
    pendingRecords: null,
    strategy: null,
  };
  const all = { choice: choice(), cluster: CLUSTER, job: detail && { ...usual, ...detail }, ...facts };
  const usualRules = { job: "zip*", windowMs: 10 * MINUTE, startupMs: MINUTE, maxRestarts: 2, none: "fail" } as const;
  return judgeJob(all, { ...usualRules, ...rules });
}

/** So many failures, a second apart. */
export const failures = (count: number) => Array.from({ length: count }, (_, at) => exception(CAUSE, (at + 1) * 1_000));
