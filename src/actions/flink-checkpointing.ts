import * as z from "zod";
import { parseDuration } from "../core/duration.ts";
import type { Plan } from "../core/plan/plan.ts";
import { PlanRefusal, type Action } from "./action.ts";
import { planCheckpointing } from "./flink/plan-checkpointing.ts";
import { shownIfStopped } from "./flink/plan-rerun.ts";
import { prepareWrite } from "./flink/prepare-write.ts";
import { reconcileWrite } from "./flink/reconcile-write.ts";
import { runArguments } from "./flink/run-arguments.ts";
import { runningJob } from "./flink/running-job.ts";
import { sendWrite } from "./flink/send-write.ts";
import { localJarThing } from "./flink/job-jar.ts";
import { watchJob } from "./flink/watch-job.ts";

const TYPE = "flink.checkpointing";

const duration = z.string().transform((text, context) => {
  const ms = parseDuration(text);
  if (ms !== null && ms > 0) return ms;
  context.addIssue({ code: "custom", message: `not a duration: ${JSON.stringify(text)}; write 90s, 2m or 1h30m` });
  return z.NEVER;
});

const args = z.strictObject({
  ...runArguments,
  interval: duration.nullish().describe("From one checkpoint to the next; else by the factor"),
  timeout: duration.nullish().describe("What takes longer has failed; else by the factor"),
  factor: z
    .number()
    .min(0.1)
    .max(16)
    .default(2)
    .describe("How many times as long as now is what no value is given for"),
});

/** Gives a job's checkpoints more (or less) time: by a savepoint and a new start, since Flink fixes both at submission. */
export const flinkCheckpointing: Action<z.infer<typeof args>> = {
  type: TYPE,
  title: "Change the interval and the timeout of a Flink job's checkpoints",
  args,
  example: `- id: relax-checkpoints
  for: checkpoints-slow
  flink.checkpointing: { job: zipline-streaming, interval: 5m, timeout: 15m }
  verify: [checkpoints]
`,

  async plan(wanted, { doors, nowMs, shown, signal }): Promise<Plan> {
    const flink = await doors.flink();
    const kept = await shownIfStopped(flink, shown, signal);
    if (kept !== null) return kept;
    const running = await runningJob(flink, wanted.job, signal);
    return planCheckpointing(TYPE, flink, running, wanted, { nowMs, shown: shown ?? null, signal });
  },

  rehearse: async () => [],

  prepare: prepareWrite,

  apply: sendWrite,

  reconcile: reconcileWrite,

  progress(plan, _receipts, context) {
    const { intervalMs, timeoutMs } = plan.before;
    return watchJob(String(plan.before["jobId"]), context, async (job, flink) => {
      const now = await flink.checkpointConfig(job.id, context.signal);
      const isSet = now.intervalMs === intervalMs && now.timeoutMs === timeoutMs;
      return { short: null, wrong: isSet ? null : "the program sets its checkpoints itself: change them there" };
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
    const { entryClass, args: given, wasIntervalMs, wasTimeoutMs } = plan.before;
    const wanted = {
      entryClass: typeof entryClass === "string" ? entryClass : null,
      args: Array.isArray(given) ? given.map(String) : [],
      interval: typeof wasIntervalMs === "number" ? wasIntervalMs : null,
      timeout: Number(wasTimeoutMs),
      factor: 1,
    };
    return planCheckpointing(TYPE, flink, running, wanted, { nowMs, shown, signal });
  },
};
