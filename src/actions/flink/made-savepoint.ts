import { ClientError } from "../../clients/client-error.ts";
import type { FlinkClient, FlinkSavepoint } from "../../clients/flink-client.ts";
import type { Plan } from "../../core/plan/plan.ts";

/**
 * What became of the savepoint with which a plan stops its job. The JobManager forgets an operation after some minutes: then the stopped job's own
 * record of its last savepoint tells.
 */
export async function madeSavepoint(flink: FlinkClient, plan: Plan, signal: AbortSignal): Promise<FlinkSavepoint> {
  const { stopped, trigger } = plan.before;
  if (typeof stopped !== "string" || typeof trigger !== "string") throw new Error("the plan stops no job");
  try {
    return await flink.savepoint(stopped, trigger, signal);
  } catch (error) {
    if (!(error instanceof ClientError) || error.code !== "not-found") throw error;
  }
  const [job, { latest }] = await Promise.all([flink.job(stopped, signal), flink.checkpoints(stopped, signal)]);
  const path = latest.savepoint?.path ?? null;
  if (job.state !== "FINISHED" || path === null)
    return { state: "failed", reason: `the JobManager does not know it, and the job is ${job.state}` };
  return { state: "completed", path };
}
