import * as z from "zod";
import type { Plan } from "../core/plan/plan.ts";
import { PlanRefusal, type Action } from "./action.ts";
import { isRequirements, planRescale, widestAdaptive, widestRerun } from "./flink/plan-rescale.ts";
import { shownIfStopped } from "./flink/plan-rerun.ts";
import { prepareWrite } from "./flink/prepare-write.ts";
import { reconcileWrite } from "./flink/reconcile-write.ts";
import { runArguments } from "./flink/run-arguments.ts";
import { runningJob } from "./flink/running-job.ts";
import { sendWrite } from "./flink/send-write.ts";
import { localJarThing } from "./flink/job-jar.ts";
import { watchJob } from "./flink/watch-job.ts";

const TYPE = "flink.rescale";

const args = z.strictObject({
  ...runArguments,
  parallelism: z.int().min(1).nullish().describe("How many subtasks from now on; else by the factor"),
  factor: z.number().min(0.1).max(16).default(2).describe("How many times as many as now, where the slots hold them"),
});

/** Gives a running job more (or fewer) subtasks: while it runs where its scheduler can, else by a savepoint and a new start. */
export const flinkRescale: Action<z.infer<typeof args>> = {
  type: TYPE,
  title: "Change the parallelism of a running Flink job",
  args,
  example: `- id: increase-parallelism
  for: backpressure
  flink.rescale: { job: zipline-streaming, factor: 2 }
  verify: [lag]
`,

  async plan(wanted, { doors, nowMs, shown, signal }): Promise<Plan> {
    const flink = await doors.flink();
    const kept = await shownIfStopped(flink, shown, signal);
    if (kept !== null) return kept;
    return planRescale(TYPE, flink, await runningJob(flink, wanted.job, signal), wanted, {
      nowMs,
      shown: shown ?? null,
      signal,
    });
  },

  rehearse: async () => [],

  prepare: prepareWrite,

  apply: sendWrite,

  reconcile: reconcileWrite,

  progress(plan, _receipts, context) {
    const wanted = Number(plan.before["parallelism"]);
    return watchJob(String(plan.before["jobId"]), context, async (job) => {
      const widest = Math.max(...job.vertices.map((vertex) => vertex.parallelism));
      return { short: widest === wanted ? null : `runs with ${widest} subtasks, ${wanted} are wanted`, wrong: null };
    });
  },

  async things(_args, context) {
    return [await localJarThing(context)];
  },

  async inverse(plan, _receipts, { doors, nowMs, shown = null, signal }) {
    const flink = await doors.flink();
    const kept = await shownIfStopped(flink, shown, signal);
    if (kept !== null) return kept;
    const running = await runningJob(flink, plan.target.name, signal);
    if (running.job.id !== plan.before["jobId"])
      throw new PlanRefusal("unfit", `job ${plan.target.name} is another one since: ${running.job.id}`);
    const was = Number(plan.before["was"]);
    const now = isRequirements(plan) ? await widestAdaptive(flink, running.job.id, signal) : widestRerun(running.job);
    if (now !== plan.before["parallelism"])
      throw new PlanRefusal("not-now", `its parallelism was set to ${now} by somebody else since`);
    const { entryClass, args: given } = plan.before;
    const wanted = {
      entryClass: typeof entryClass === "string" ? entryClass : null,
      args: Array.isArray(given) ? given.map(String) : [],
      parallelism: was,
      factor: 1,
    };
    return planRescale(TYPE, flink, running, wanted, { nowMs, shown, signal });
  },
};
