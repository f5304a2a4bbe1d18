import { isOver } from "../../clients/flink/find-jobs.ts";
import type { FlinkCheckpointConfig, FlinkClient, FlinkJob } from "../../clients/flink-client.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Change, Plan, Write } from "../../core/plan/plan.ts";
import { PlanRefusal } from "../action.ts";
import { flinkRun, flinkStop } from "./equivalent-command.ts";
import { freshId } from "./fresh-id.ts";
import { identityOf } from "./identity.ts";
import { jarName, uploadedJar } from "./job-jar.ts";
import { spanWords } from "./moment.ts";
import { START_SECONDS } from "./plan-run.ts";
import { argumentWarning } from "./run-arguments.ts";
import { runWrite, SAVEPOINT, stopWrite, textIn, uploadWrite } from "./writes.ts";

export interface Rerun {
  readonly type: string;
  readonly summary: string;
  readonly changes: readonly Change[];
  readonly warnings: readonly string[];
  readonly parallelism: number;
  readonly intervalMs: number | null;
  readonly timeoutMs: number;
  readonly entryClass: string | null;
  readonly args: readonly string[];
  /** What its inverse sets again. */
  readonly before: JsonObject;
}

interface Moment {
  readonly nowMs: number;
  readonly shown: Plan | null;
  readonly signal: AbortSignal;
}

/**
 * Stops a job with a savepoint and runs the environment's jar again from it: the upload comes first, so that what can fail does so before anything
 * stops. The stopped job's checkpoint settings are given along, since those of a submission end with it.
 */
export async function planRerun(
  flink: FlinkClient,
  job: FlinkJob,
  config: FlinkCheckpointConfig,
  rerun: Rerun,
  { nowMs, shown, signal }: Moment,
): Promise<Plan> {
  if (job.state !== "RUNNING")
    throw new PlanRefusal(
      "not-now",
      `job ${job.name} is ${job.state}: only a job that runs can be stopped with a savepoint`,
    );
  const idle = job.vertices.find((vertex) => !["RUNNING", "FINISHED"].includes(vertex.state));
  if (idle !== undefined)
    throw new PlanRefusal(
      "not-now",
      `${idle.name} of job ${job.name} is ${idle.state}: a savepoint needs all tasks to run`,
    );
  const local = await flink.localJar();
  const jar = jarName(local);
  const uploads =
    shown === null
      ? (await uploadedJar(flink, jar, signal)) === null
      : shown.writes.some((write) => write.path === "/jars/upload");
  const jobId = textIn(shown?.writes.at(-1)?.body ?? null, "jobId") || freshId("run", job.id, local.sha256, nowMs);
  const trigger = textIn(shown?.writes.at(-2)?.body ?? null, "triggerId") || freshId("stop", job.id, nowMs);
  const run = {
    jobId,
    job: job.name,
    jar,
    entryClass: rerun.entryClass,
    args: rerun.args,
    parallelism: rerun.parallelism,
    from: SAVEPOINT,
    configuration: settingsOf(config, rerun),
  };
  const upload = { name: jar, sha256: local.sha256, sizeBytes: local.bytes.byteLength };
  const first = uploads ? 2 : 1;
  const writes: readonly Write[] = [
    ...(uploads ? [uploadWrite("1", upload)] : []),
    stopWrite(String(first), job.name, job.id, trigger),
    runWrite(String(first + 1), run),
  ];
  return {
    action: rerun.type,
    summary: rerun.summary,
    target: { kind: "FlinkJob", namespace: "", name: job.name, uid: job.id },
    identity: identityOf({ ...runningFacts(job, config), jar: local.sha256 }),
    writes,
    instructions: [],
    changes: rerun.changes,
    impact: {
      lines: [
        "the job stops with a savepoint and starts again from it: nothing is processed in between, and nothing is lost",
        ...(uploads ? [`${jar} is uploaded first`] : []),
      ],
      keepServing: null,
      budgetAllows: null,
    },
    warnings: [
      ...rerun.warnings,
      `what runs afterwards is ${local.name} of this environment: is it the version that runs now?`,
      argumentWarning(rerun.args),
      `a job that is held back writes its savepoint slowly; it has ${spanWords(config.timeoutMs)}, and goes on where that is not enough`,
    ],
    equivalent: `${flinkStop(job.id)} && ${flinkRun({ ...run, from: "<savepoint>", jar: local.name })}`,
    undo: "stops it with a savepoint and runs it again with what it had before",
    before: { ...rerun.before, jobId, trigger, stopped: job.id },
    completionSeconds: Math.ceil(config.timeoutMs / 1_000) + START_SECONDS,
  };
}

/** What a plan for a running job rests on. */
function runningFacts(job: FlinkJob, config: FlinkCheckpointConfig): JsonObject {
  return {
    job: job.id,
    over: isOver(job.state),
    parallelism: job.vertices.map((vertex) => vertex.parallelism),
    intervalMs: config.intervalMs,
    timeoutMs: config.timeoutMs,
  };
}

/**
 * As Flink's configuration has them. Where checkpoints outlive the job, those of the new one must as well: its next start may have nothing else to go on from.
 */
export function settingsOf(
  { tolerableFailures, unaligned, minPauseMs, maxConcurrent, alignedTimeoutMs, keptAfter }: FlinkCheckpointConfig,
  { intervalMs, timeoutMs }: Pick<Rerun, "intervalMs" | "timeoutMs">,
): Readonly<Record<string, string>> {
  const retention = keptAfter.cancel ? "RETAIN_ON_CANCELLATION" : "DELETE_ON_CANCELLATION";
  return {
    ...(intervalMs === null ? {} : { "execution.checkpointing.interval": `${intervalMs} ms` }),
    "execution.checkpointing.timeout": `${timeoutMs} ms`,
    ...(minPauseMs > 0 ? { "execution.checkpointing.min-pause": `${minPauseMs} ms` } : {}),
    ...(tolerableFailures > 0
      ? { "execution.checkpointing.tolerable-failed-checkpoints": `${tolerableFailures}` }
      : {}),
    ...(unaligned ? { "execution.checkpointing.unaligned.enabled": "true" } : {}),
    ...(unaligned && alignedTimeoutMs > 0
      ? { "execution.checkpointing.aligned-checkpoint-timeout": `${alignedTimeoutMs} ms` }
      : {}),
    ...(maxConcurrent > 1 ? { "execution.checkpointing.max-concurrent-checkpoints": `${maxConcurrent}` } : {}),
    ...(keptAfter.failure ? { "execution.checkpointing.externalized-checkpoint-retention": retention } : {}),
  };
}

/** The shown plan where its job was stopped by it: made again after a lost submission, nothing about it can be read anew. */
export async function shownIfStopped(
  flink: FlinkClient,
  shown: Plan | null | undefined,
  signal: AbortSignal,
): Promise<Plan | null> {
  const stopped = shown?.before["stopped"];
  if (shown === null || shown === undefined || typeof stopped !== "string") return null;
  const job = (await flink.jobs(signal)).find(({ id }) => id === stopped);
  return job !== undefined && isOver(job.state) ? shown : null;
}
