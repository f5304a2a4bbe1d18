import { canonicalJson } from "../../core/digest/canonical-json.ts";
import { ClientError } from "../../clients/client-error.ts";
import { findJobs, isOver } from "../../clients/flink/find-jobs.ts";
import type { FlinkClient } from "../../clients/flink-client.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Plan, Write } from "../../core/plan/plan.ts";
import type { ActionContext, Prepared } from "../action.ts";
import { uploadedJar } from "./job-jar.ts";
import { asJson } from "./plan-requirements.ts";
import { madeSavepoint } from "./made-savepoint.ts";
import { jobOf, kindOf, SAVEPOINT, textIn } from "./writes.ts";

/** Looks last thing whether what the write rests on is still so, and finds what stands behind its placeholders. */
export async function prepareWrite(plan: Plan, write: Write, context: ActionContext): Promise<Prepared> {
  try {
    const flink = await context.doors.flink();
    switch (kindOf(write)) {
      case "upload":
        return await prepareUpload(flink, write, context.signal);
      case "run":
        return await prepareRun(flink, plan, write, context.signal);
      case "stop":
      case "cancel":
        return await prepareStop(flink, write, context.signal);
      case "requirements":
        return await prepareRequirements(flink, plan, write, context.signal);
    }
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    return notReady(`${write.object} could not be looked at again: ${error.message}`);
  }
}

async function prepareUpload(flink: FlinkClient, write: Write, signal: AbortSignal): Promise<Prepared> {
  const name = textIn(write.body, "jarfile");
  const local = await flink.localJar();
  if (local.sha256 !== textIn(write.body, "sha256")) return notReady(`${local.name} is another file since`);
  const there = await uploadedJar(flink, name, signal);
  return ready(there === null ? {} : { jar: there.id });
}

async function prepareRun(flink: FlinkClient, plan: Plan, write: Write, signal: AbortSignal): Promise<Prepared> {
  const jobId = textIn(write.body, "jobId");
  const jobs = await flink.jobs(signal);
  if (jobs.some(({ id }) => id === jobId)) return notReady(`job ${jobId} was submitted already`);
  const stopped = plan.before["stopped"];
  const { live } = findJobs(jobs, plan.target.name);
  const other = live.find(({ id }) => id !== stopped);
  if (other !== undefined) return notReady(`job ${other.name} was started by somebody else: ${other.id}`);
  const name = jarIn(plan, write);
  const jar = await uploadedJar(flink, name, signal);
  if (jar === null) return notReady(`${name} is not there any more`);
  const from = textIn(write.body, "savepointPath");
  if (from !== SAVEPOINT) return ready({ jar: jar.id });
  const made = await madeSavepoint(flink, plan, signal);
  switch (made.state) {
    case "in-progress":
      return { ready: false, reason: "its savepoint is still being written", waiting: true };
    case "failed":
      // The job goes on where its savepoint failed; only a job that is seen to run has been left as it was.
      return live.some(({ id }) => id === stopped)
        ? {
            ready: false,
            reason: `job ${plan.target.name} goes on: its savepoint failed: ${made.reason}`,
            unchanged: true,
          }
        : notReady(`its savepoint failed: ${made.reason}`);
    case "completed":
      return live.length > 0
        ? { ready: false, reason: "the job is still stopping", waiting: true }
        : ready({ jar: jar.id, savepoint: made.path });
  }
}

/** The jar's name stands in what the write is about, after the job's. */
function jarIn(plan: Plan, write: Write): string {
  return write.object.slice(`job ${plan.target.name} from jar `.length);
}

async function prepareStop(flink: FlinkClient, write: Write, signal: AbortSignal): Promise<Prepared> {
  const job = await flink.job(jobOf(write) ?? "", signal);
  return isOver(job.state) ? notReady(`${write.object} is ${job.state} by now`) : ready({});
}

async function prepareRequirements(
  flink: FlinkClient,
  plan: Plan,
  write: Write,
  signal: AbortSignal,
): Promise<Prepared> {
  const now = asJson(await flink.resourceRequirements(jobOf(write) ?? "", signal));
  const was = plan.before["requirements"] ?? null;
  return canonicalJson(now) === canonicalJson(was)
    ? ready({})
    : notReady("its parallelism was set by somebody else since");
}

function ready(detail: JsonObject): Prepared {
  return { ready: true, resourceVersion: null, detail };
}

function notReady(reason: string): Prepared {
  return { ready: false, reason };
}
