import { ClientError } from "../../clients/client-error.ts";
import { isOver } from "../../clients/flink/find-jobs.ts";
import type { FlinkClient, FlinkJob } from "../../clients/flink-client.ts";
import { canonicalJson } from "../../core/digest/canonical-json.ts";
import type { Plan, Write } from "../../core/plan/plan.ts";
import type { Action, ActionContext, SendOrder } from "../action.ts";
import { uploadedJar } from "./job-jar.ts";
import { asJson } from "./plan-requirements.ts";
import { jobOf, kindOf, textIn } from "./writes.ts";

type Reconciled = Awaited<ReturnType<Action["reconcile"]>>;

/**
 * Asks Flink what became of a write whose answer was lost. Each carries its own mark: the jar's name its content, the submission its job id, the stop
 * its trigger. A failure to ask is no answer, and rejects with ClientError.
 */
export async function reconcileWrite({ plan, write }: SendOrder, context: ActionContext): Promise<Reconciled> {
  const flink = await context.doors.flink();
  switch (kindOf(write)) {
    case "upload":
      return uploadFound(flink, write, context.signal);
    case "run":
      return runFound(flink, write, context.signal);
    case "stop":
      return stopFound(flink, write, context.signal);
    case "cancel":
      return cancelFound(await jobOrNull(flink, jobOf(write) ?? "", context.signal), write);
    case "requirements":
      return requirementsFound(flink, plan, write, context.signal);
  }
}

async function uploadFound(flink: FlinkClient, write: Write, signal: AbortSignal): Promise<Reconciled> {
  const jar = await uploadedJar(flink, textIn(write.body, "jarfile"), signal);
  return jar === null ? notApplied(`${write.object} is not there`) : applied(`${write.object} is there: ${jar.id}`);
}

async function runFound(flink: FlinkClient, write: Write, signal: AbortSignal): Promise<Reconciled> {
  const id = textIn(write.body, "jobId");
  const job = await jobOrNull(flink, id, signal);
  // Were it still on its way, it and a second one would have the same id: Flink takes one of them.
  return job === null ? notApplied(`there is no job ${id}`) : applied(`job ${id} is there: ${job.state}`);
}

async function stopFound(flink: FlinkClient, write: Write, signal: AbortSignal): Promise<Reconciled> {
  const id = jobOf(write) ?? "";
  try {
    const savepoint = await flink.savepoint(id, textIn(write.body, "triggerId"), signal);
    if (savepoint.state === "failed")
      return notApplied(`${write.object} goes on: its savepoint failed: ${savepoint.reason}`);
    return applied(`the savepoint of ${write.object} is ${savepoint.state}`);
  } catch (error) {
    if (!(error instanceof ClientError) || error.code !== "not-found") throw error;
  }
  const job = await jobOrNull(flink, id, signal);
  if (job !== null && !isOver(job.state))
    return notApplied(`${write.object} is ${job.state}, and no savepoint was asked for`);
  const words = job === null ? "is not known any more" : `is ${job.state}`;
  return { found: "unknown", message: `${write.object} ${words}; whether this made it so is not known` };
}

function cancelFound(job: FlinkJob | null, write: Write): Reconciled {
  if (job === null) return { found: "unknown", message: `${write.object} is not known any more` };
  const ends = isOver(job.state) || job.state === "CANCELLING";
  return ends ? applied(`${write.object} is ${job.state}`) : notApplied(`${write.object} is ${job.state}`);
}

async function requirementsFound(
  flink: FlinkClient,
  plan: Plan,
  write: Write,
  signal: AbortSignal,
): Promise<Reconciled> {
  const now = canonicalJson(asJson(await flink.resourceRequirements(jobOf(write) ?? "", signal)));
  if (now === canonicalJson(write.body)) return applied(`${write.object} has what was asked for`);
  if (now === canonicalJson(plan.before["requirements"] ?? null)) return notApplied(`${write.object} has what it had`);
  return { found: "unknown", message: `${write.object} has another parallelism than before and than asked for` };
}

async function jobOrNull(flink: FlinkClient, id: string, signal: AbortSignal): Promise<FlinkJob | null> {
  try {
    return await flink.job(id, signal);
  } catch (error) {
    if (error instanceof ClientError && error.code === "not-found") return null;
    throw error;
  }
}

function applied(message: string): Reconciled {
  return { found: "applied", message };
}

function notApplied(message: string): Reconciled {
  return { found: "not-applied", message };
}
