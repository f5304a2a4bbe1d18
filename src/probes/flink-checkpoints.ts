import * as z from "zod";
import { grepJob } from "./flink/grep-job.ts";
import { durationMs } from "./duration-argument.ts";
import { gatherCheckpoints, type CheckpointFacts } from "./flink/checkpoint-facts.ts";
import { checkpointsObserved } from "./flink/checkpoints-observed.ts";
import { jobArgs } from "./flink/job-choice.ts";
import { judgeCheckpoints, toldOfMs } from "./flink/judge-checkpoints.ts";
import { judgeAsExpected } from "./judge-as-expected.ts";
import type { Probe } from "./probe.ts";

const args = z.strictObject({
  ...jobArgs,
  window: durationMs.prefault("15m").describe("a failure further back says nothing about now"),
  slowShare: z.number().min(0).max(1).default(0.5).describe("slow is what takes more than this share of the timeout"),
  staleIntervals: z.number().min(1).default(3).describe("stale is what is older than this many intervals"),
  maxFailed: z.int().min(0).default(1).describe("more failed ones than this within the window fail the check"),
});

export const flinkCheckpoints: Probe<z.infer<typeof args>, CheckpointFacts> = {
  type: "flink.checkpoints",
  title: "whether a Flink job's checkpoints complete, and how long they take",
  args,
  observed: checkpointsObserved,
  passes:
    "the job runs, the newest checkpoint completed within three intervals and half of its timeout, and at most one failed within the window",
  example: `- id: checkpoints
  title: checkpoints of the streaming job
  flink.checkpoints: { job: "{{ job }}" }`,
  rule: "flink-checkpoints/2",
  async gather({ job, several, window, ...limits }, { doors, nowMs, signal }) {
    const flink = await doors.flink();
    const facts = await gatherCheckpoints(flink, { job, several }, signal);
    const aboutMs = toldOfMs(facts, { job, windowMs: window, ...limits });
    return { facts, vantage: flink.vantage, windowStartMs: nowMs - aboutMs, sampledAtMs: nowMs };
  },
  judge(facts, { job, window, ...limits }, { expect }) {
    return judgeAsExpected(judgeCheckpoints(facts, { job, windowMs: window, ...limits }), expect, checkpointsObserved);
  },
  equivalent({ job }) {
    return `flink list --running | ${grepJob(job)}   # then its Checkpoints tab in Flink's web page`;
  },
};
