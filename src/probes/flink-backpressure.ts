import * as z from "zod";
import { grepJob } from "./flink/grep-job.ts";
import { durationMs } from "./duration-argument.ts";
import { gatherBackpressure, type BackpressureFacts } from "./flink/backpressure-facts.ts";
import { backpressureObserved } from "./flink/backpressure-observed.ts";
import { jobArgs } from "./flink/job-choice.ts";
import { judgeBackpressure } from "./flink/judge-backpressure.ts";
import { sampleWindowMs } from "./flink/sample-window.ts";
import { judgeAsExpected } from "./judge-as-expected.ts";
import type { Probe } from "./probe.ts";

const args = z.strictObject({
  ...jobArgs,
  patience: durationMs
    .prefault("7s")
    .describe("how long to ask again while there is no sample; less than the check's timeout"),
  settle: durationMs.prefault("20s").describe("how long a job must have run before its samples say that all is well"),
});

export const flinkBackpressure: Probe<z.infer<typeof args>, BackpressureFacts> = {
  type: "flink.backpressure",
  title: "which operator of a Flink job holds the others back",
  args,
  observed: backpressureObserved,
  passes: "every subtask that runs has a sample, and none is held back for more than half of its time",
  example: `- id: backpressure
  title: backpressure in the streaming job
  flink.backpressure: { job: "{{ job }}" }`,
  rule: "flink-backpressure/2",
  async gather({ job, several, patience }, { doors, nowMs, signal }) {
    const flink = await doors.flink();
    const facts = await gatherBackpressure(flink, { job, several }, patience, signal);
    const sampledAtMs = nowMs + facts.waitedMs;
    return { facts, vantage: flink.vantage, windowStartMs: sampledAtMs - sampleWindowMs(facts.job), sampledAtMs };
  },
  judge(facts, { job, settle }, { expect }) {
    return judgeAsExpected(judgeBackpressure(facts, { job, settleMs: settle }), expect, backpressureObserved);
  },
  equivalent({ job }) {
    return `flink list --running | ${grepJob(job)}   # then its Backpressure tab in Flink's web page`;
  },
};
