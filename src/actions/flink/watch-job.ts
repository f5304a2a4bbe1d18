import { ClientError } from "../../clients/client-error.ts";
import { isOver } from "../../clients/flink/find-jobs.ts";
import { rootCause } from "../../clients/flink/root-cause.ts";
import type { FlinkClient, FlinkJob } from "../../clients/flink-client.ts";
import type { Progress } from "../../core/run/event.ts";
import type { ActionContext } from "../action.ts";

/** What a check's requests take, at most, before it hears of the job. */
const REQUESTS_MS = 1_000;

/**
 * How far a job is that was started or rescaled. `short` says what of a running one is not as it was asked for yet, `wrong` what never will be;
 * null for neither. Rejects with ClientError.
 */
export async function watchJob(
  jobId: string,
  context: ActionContext,
  judge: (
    job: FlinkJob,
    flink: FlinkClient,
  ) => Promise<{ readonly short: string | null; readonly wrong: string | null }>,
): Promise<Progress> {
  const flink = await context.doors.flink();
  let job: FlinkJob;
  try {
    job = await flink.job(jobId, context.signal);
  } catch (error) {
    if (error instanceof ClientError && error.code === "not-found") return failed(`there is no job ${jobId}`);
    throw error;
  }
  if (isOver(job.state)) return failed(`job ${job.name} is ${job.state}${await whyOf(flink, job, context.signal)}`);
  const waiting = job.vertices.filter((vertex) => !["RUNNING", "FINISHED"].includes(vertex.state));
  if (job.state !== "RUNNING" || waiting.length > 0)
    return underWay(`${job.state}, ${waiting.length} of ${job.vertices.length} operators do not run yet`);
  const { short, wrong } = await judge(job, flink);
  if (wrong !== null) return failed(wrong);
  if (short !== null) return underWay(short);
  // When it began to run, not when that was seen: what is counted since its begin was counted after the change. A check tells that begin a
  // request's time too early.
  const uptimeMs = Math.max(0, job.nowMs - (job.enteredAtMs["RUNNING"] ?? job.nowMs));
  const completedAtMs = context.nowMs - uptimeMs - REQUESTS_MS;
  return { complete: true, completedAtMs, failed: null, summary: `job ${job.name} runs` };
}

/** The class alone: messages may hold values. */
async function whyOf(flink: FlinkClient, job: FlinkJob, signal: AbortSignal): Promise<string> {
  if (job.state !== "FAILED") return "";
  const { entries } = await flink.exceptions(job.id, signal);
  const causes = entries
    .flatMap((entry) => [entry, ...entry.concurrent])
    .map(({ stackTrace }) => rootCause(stackTrace));
  const told = causes.find(({ name }) => name !== "JobException") ?? causes[0];
  return told === undefined ? "" : `: ${told.name}`;
}

function underWay(summary: string): Progress {
  return { complete: false, completedAtMs: null, failed: null, summary };
}

function failed(reason: string): Progress {
  return { complete: false, completedAtMs: null, failed: reason, summary: reason };
}

/** Whether a job that was stopped or cancelled is over. */
export async function watchEnd(jobId: string, context: ActionContext): Promise<Progress> {
  const flink = await context.doors.flink();
  const job = await flink.job(jobId, context.signal);
  if (!isOver(job.state)) return underWay(`job ${job.name} is still ${job.state}`);
  if (job.state === "FAILED") return failed(`job ${job.name} failed while it was stopped`);
  return { complete: true, completedAtMs: context.nowMs, failed: null, summary: `job ${job.name} is ${job.state}` };
}
