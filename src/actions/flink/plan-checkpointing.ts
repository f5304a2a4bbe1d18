import type { FlinkClient } from "../../clients/flink-client.ts";
import type { Plan } from "../../core/plan/plan.ts";
import { PlanRefusal } from "../action.ts";
import { spanWords } from "./moment.ts";
import { planRerun } from "./plan-rerun.ts";
import { widestRerun } from "./plan-rescale.ts";
import type { RunningJob } from "./running-job.ts";

export interface CheckpointingArguments {
  readonly entryClass?: string | null | undefined;
  readonly args: readonly string[];
  /** Milliseconds. */
  readonly interval?: number | null | undefined;
  readonly timeout?: number | null | undefined;
  readonly factor: number;
}

interface Moment {
  readonly nowMs: number;
  readonly shown: Plan | null;
  readonly signal: AbortSignal;
}

/** Rejects with PlanRefusal where checkpoints are off, or are so already. */
export async function planCheckpointing(
  type: string,
  flink: FlinkClient,
  { job, config }: RunningJob,
  wanted: CheckpointingArguments,
  moment: Moment,
): Promise<Plan> {
  const was = config.intervalMs;
  const intervalMs = wanted.interval ?? (was === null ? null : Math.round(was * wanted.factor));
  if (intervalMs === null)
    throw new PlanRefusal(
      "unsaid",
      `job ${job.name} makes no periodic checkpoints: give the interval that it shall have`,
    );
  const timeoutMs = wanted.timeout ?? Math.round(config.timeoutMs * wanted.factor);
  if (intervalMs === was && timeoutMs === config.timeoutMs)
    throw new PlanRefusal("not-now", `job ${job.name} makes its checkpoints so already`);
  const rerun = {
    type,
    summary: `let ${job.name} make a checkpoint every ${spanWords(intervalMs)}, each within ${spanWords(timeoutMs)}`,
    changes: [
      { path: "checkpoint interval", from: was === null ? "off" : spanWords(was), to: spanWords(intervalMs) },
      { path: "checkpoint timeout", from: spanWords(config.timeoutMs), to: spanWords(timeoutMs) },
    ].filter(({ from, to }) => from !== to),
    warnings: [
      "between two checkpoints no offset is committed: the group's lag grows by up to an interval, and so much is read again after a failure",
    ],
    parallelism: widestRerun(job),
    intervalMs,
    timeoutMs,
    entryClass: wanted.entryClass ?? null,
    args: wanted.args,
    before: {
      intervalMs,
      timeoutMs,
      wasIntervalMs: was,
      wasTimeoutMs: config.timeoutMs,
      entryClass: wanted.entryClass ?? null,
      args: [...wanted.args],
    },
  };
  return planRerun(flink, job, config, rerun, moment);
}
