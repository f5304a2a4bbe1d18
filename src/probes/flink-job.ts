import * as z from "zod";
import { grepJob } from "./flink/grep-job.ts";
import { durationMs } from "./duration-argument.ts";
import { jobArgs } from "./flink/job-choice.ts";
import { gatherJob, type JobFacts } from "./flink/job-facts.ts";
import { jobObserved } from "./flink/job-observed.ts";
import { judgeJob } from "./flink/judge-job.ts";
import { judgeAsExpected } from "./judge-as-expected.ts";
import type { Probe } from "./probe.ts";

const args = z.strictObject({
  ...jobArgs,
  none: z
    .enum(["fail", "inconclusive", "pass"])
    .default("fail")
    .describe("the verdict when the JobManager knows no job of that name"),
  window: durationMs.prefault("10m").describe("a restart or a failure further back says nothing about now"),
  maxRestarts: z.int().min(0).default(2).describe("more restarts than this within the window fail the check"),
  startup: durationMs
    .prefault("60s")
    .describe("how long a new job, or one that failed once, may take until its tasks run"),
});

export const flinkJob: Probe<z.infer<typeof args>, JobFacts> = {
  type: "flink.job",
  title: "whether a Flink job runs, how often it restarts, and why",
  args,
  observed: jobObserved,
  passes:
    "one job of that name is RUNNING with all its tasks, and was restarted at most maxRestarts times within the window",
  example: `- id: job
  title: the streaming job
  flink.job: { job: "{{ job }}" }`,
  rule: "flink-job/4",
  async gather({ job, several }, { doors, nowMs, signal }) {
    const flink = await doors.flink();
    const facts = await gatherJob(flink, { job, several }, signal);
    // A state: its restarts are the job's own history, which a change does not make anew.
    return { facts, vantage: flink.vantage, windowStartMs: nowMs, sampledAtMs: nowMs };
  },
  judge(facts, { job, none, window, maxRestarts, startup }, { expect }) {
    const rules = { job, none, windowMs: window, maxRestarts, startupMs: startup };
    return judgeAsExpected(judgeJob(facts, rules), expect, jobObserved);
  },
  equivalent({ job }) {
    return `flink list --all | ${grepJob(job)}`;
  },
  things({ job }, { state }) {
    const hint = "list what is there with: flink list --all; a JobManager forgets what ended when it restarts";
    return [{ what: `Flink job ${job}`, there: state !== null, hint }];
  },
};
