import * as z from "zod";
import type { Plan } from "../core/plan/plan.ts";
import { PlanRefusal, type Action } from "./action.ts";
import { planEnd } from "./flink/plan-end.ts";
import { planRun } from "./flink/plan-run.ts";
import { prepareWrite } from "./flink/prepare-write.ts";
import { reconcileWrite } from "./flink/reconcile-write.ts";
import { runArguments } from "./flink/run-arguments.ts";
import { sendWrite } from "./flink/send-write.ts";
import { localJarThing } from "./flink/job-jar.ts";
import { watchEnd, watchJob } from "./flink/watch-job.ts";
import { kindOf } from "./flink/writes.ts";

const TYPE = "flink.run";

const args = z.strictObject({
  ...runArguments,
  parallelism: z.int().min(1).nullish().describe("How many subtasks; the cluster's default when left out"),
  from: z
    .string()
    .min(1)
    .default("latest")
    .describe("latest: the newest state that the last job of that name left; empty; or a savepoint's path"),
});

/** Starts a job that does not run, from the environment's jar. */
export const flinkRun: Action<z.infer<typeof args>> = {
  type: TYPE,
  title: "Start a Flink job from its newest state",
  args,
  example: `- id: start-job
  for: job-not-running
  flink.run: { job: zipline-streaming }
  verify: [job, lag]
`,

  async plan(wanted, { doors, nowMs, shown, alertOnly, signal }): Promise<Plan> {
    const hearsay = alertOnly?.["job"] ?? null;
    return planRun(TYPE, await doors.flink(), wanted, { nowMs, shown: shown ?? null, hearsay, signal });
  },

  rehearse: async () => [],

  prepare: prepareWrite,

  apply: sendWrite,

  reconcile: reconcileWrite,

  progress(plan, _receipts, context) {
    const ends = plan.writes.some((write) => ["stop", "cancel"].includes(kindOf(write)));
    const id = String(plan.before["jobId"]);
    return ends ? watchEnd(id, context) : watchJob(id, context, async () => ({ short: null, wrong: null }));
  },

  async things(_args, context) {
    return [await localJarThing(context)];
  },

  async inverse(plan, _receipts, { doors, nowMs, signal }) {
    const id = plan.before["jobId"];
    if (typeof id !== "string") throw new PlanRefusal("unfit", "the plan names no job that it started");
    return planEnd(TYPE, await doors.flink(), id, nowMs, signal);
  },
};
