import { isOver } from "../../clients/flink/find-jobs.ts";
import type { FlinkClient } from "../../clients/flink-client.ts";
import type { Plan } from "../../core/plan/plan.ts";
import { PlanRefusal } from "../action.ts";
import { flinkCancel, flinkStop } from "./equivalent-command.ts";
import { freshId } from "./fresh-id.ts";
import { identityOf } from "./identity.ts";
import { spanWords } from "./moment.ts";
import { cancelWrite, stopWrite } from "./writes.ts";

const COMPLETION_SECONDS = 600;

/** The plan that ends a job: with a savepoint where all its tasks run, else by cancelling it. */
export async function planEnd(
  type: string,
  flink: FlinkClient,
  id: string,
  nowMs: number,
  signal: AbortSignal,
): Promise<Plan> {
  const job = await flink.job(id, signal);
  if (isOver(job.state)) throw new PlanRefusal("not-now", `job ${job.name} is ${job.state} already`);
  const stops =
    job.state === "RUNNING" && job.vertices.every((vertex) => ["RUNNING", "FINISHED"].includes(vertex.state));
  const trigger = freshId("end", id, job.startedAtMs);
  return {
    action: type,
    summary: stops ? `stop ${job.name} with a savepoint` : `cancel ${job.name}, which cannot make a savepoint now`,
    target: { kind: "FlinkJob", namespace: "", name: job.name, uid: id },
    identity: identityOf({ job: id, stops }),
    writes: [stops ? stopWrite("1", job.name, id, trigger) : cancelWrite("1", job.name, id)],
    instructions: [],
    changes: [{ path: "job", from: job.state, to: stops ? "FINISHED" : "CANCELED" }],
    impact: {
      lines: [`nothing is processed any more; it began ${spanWords(nowMs - job.startedAtMs)} ago`],
      keepServing: null,
      budgetAllows: null,
    },
    warnings: stops ? [] : ["what it has not checkpointed is lost; its sources will be read again from there"],
    equivalent: stops ? flinkStop(id) : flinkCancel(id),
    undo: null,
    before: { jobId: id, trigger },
    completionSeconds: COMPLETION_SECONDS,
  };
}
