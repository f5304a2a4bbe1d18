import { drawFrom } from "../random.ts";
import { type Checkpoint, newestCompleted, withEnded } from "./checkpoint.ts";
import { enter, type FlinkJob, isOver, type JobState, tasksRun, VERTICES } from "./flink-job.ts";
import { flow } from "./record-flow.ts";
import type { JobConditions, JobFailure } from "./streaming-fault.ts";
import type { Partition } from "./topics.ts";

/** From a submission, or the end of a restart's delay, until all tasks run. */
export const DEPLOY_MS = 600;
const RESTART_DELAY_MS = 2000;
/** So long does a job wait for slots before it fails for want of them. */
const SLOTS_WAIT_MS = 5000;
/** So many exceptions does Flink's history keep. */
const EXCEPTIONS_KEPT = 16;
const CHECKPOINT_FOLDER = "file:/flink/checkpoints";

/** What a job's step needs of its surroundings. */
export interface Surroundings {
  readonly seed: number;
  readonly partitions: readonly Partition[];
  readonly conditions: JobConditions;
  /** Slots that no other job holds. */
  readonly slots: number;
  readonly scheduler: "Default" | "Adaptive";
  /** A checkpoint completed: its positions are committed to the group, and it can be restored from. */
  completed(checkpoint: Checkpoint): void;
}

/** Lets one job be for `stepMs`, up to `atMs`. */
export function stepJob(job: FlinkJob, around: Surroundings, atMs: number, stepMs: number): number {
  if (isOver(job)) return 0;
  if (job.nextAttemptMs !== null && job.nextAttemptMs <= atMs) attempt(job, around, atMs);
  if (!tasksRun(job, atMs)) return 0;
  const read = flow(job, around.partitions, around.conditions, atMs, stepMs);
  checkpoint(job, around, atMs);
  const { failure } = around.conditions;
  if (failure !== null && atMs - (job.tasksSinceMs ?? atMs) >= failure.afterMs) fail(job, failure, atMs);
  return read;
}

function attempt(job: FlinkJob, { slots, scheduler }: Surroundings, atMs: number): void {
  const wanted = (upper: number) => (scheduler === "Adaptive" ? Math.min(upper, slots) : upper);
  const most = Math.max(...[...job.bounds.values()].map(({ upper }) => wanted(upper)));
  const least = Math.max(...[...job.bounds.values()].map(({ lower }) => lower));
  if (most > slots || (scheduler === "Adaptive" && slots < least)) {
    // An adaptive job waits as if it were new, without tasks and (as where no timeout is set) for ever; another one fails for want of slots, again and again.
    if (scheduler === "Adaptive") {
      if (job.state !== "CREATED") enter(job, "CREATED", atMs);
      job.running.clear();
      return;
    }
    job.nextAttemptMs = atMs + SLOTS_WAIT_MS;
    const name = "org.apache.flink.runtime.jobmanager.scheduler.NoResourceAvailableException";
    const message = "Could not acquire the minimum required resources.";
    if (job.state !== "RESTARTING") enter(job, "RESTARTING", atMs);
    note(job, { name, stacktrace: `${name}: ${message}`, atMs, task: null });
    job.failures += 1;
    return;
  }
  for (const [vertex, { upper }] of job.bounds) job.running.set(vertex, wanted(upper));
  job.attempt += 1;
  job.nextAttemptMs = null;
  job.tasksSinceMs = atMs + DEPLOY_MS;
  job.nextCheckpointMs = job.tasksSinceMs + job.checkpointing.intervalMs;
  job.recordsIn = 0;
  job.loads.clear();
  enter(job, "RUNNING", atMs);
}

/** Ends the attempt that runs; the next one goes on from the newest checkpoint. */
export function restart(job: FlinkJob, atMs: number, delayMs: number, state: JobState): void {
  job.tasksSinceMs = null;
  job.nextAttemptMs = atMs + delayMs;
  job.recordsPerSecond = 0;
  const from = newestCompleted(job.checkpoints);
  job.checkpoints = {
    ...job.checkpoints,
    underWay: null,
    ...(from === null ? {} : restoredFrom(job, from, atMs)),
  };
  enter(job, state, atMs);
}

/** What the job's log says once it was restored; its positions go back as well. */
export function restoredFrom(job: FlinkJob, from: Checkpoint, atMs: number): Partial<FlinkJob["checkpoints"]> {
  job.positions = new Map(from.positions);
  const { counts } = job.checkpoints;
  return { restored: { from, atMs }, counts: { ...counts, restored: counts.restored + 1 } };
}

function note(job: FlinkJob, exception: FlinkJob["exceptions"][number]): void {
  job.exceptions = [exception, ...job.exceptions].slice(0, EXCEPTIONS_KEPT);
}

/** A task of the job threw. */
export function fail(job: FlinkJob, failure: JobFailure, atMs: number): void {
  const { exceptionName, message, task } = failure;
  const cause = `${exceptionName}: ${message}\n\tat com.example.zipline.${task.replaceAll(/\W/g, "")}.processElement(Pipeline.java:118)`;
  job.failures += 1;
  if (job.restarts && failure.fatal !== true) {
    const parallelism = job.running.get("transform") ?? 1;
    note(job, {
      name: exceptionName,
      stacktrace: `${cause}\n`,
      atMs,
      task: `${task} (1/${parallelism}) - execution #${job.attempt}`,
    });
    restart(job, atMs, RESTART_DELAY_MS, "RESTARTING");
    return;
  }
  const name = "org.apache.flink.runtime.JobException";
  const suppressed = `${name}: Recovery is suppressed by NoRestartBackoffTimeStrategy`;
  note(job, {
    name,
    stacktrace: `${suppressed}\n\tat org.apache.flink.runtime.executiongraph.failover.ExecutionFailureHandler.handleFailure(ExecutionFailureHandler.java:219)\nCaused by: ${cause}\n`,
    atMs,
    task: null,
  });
  enter(job, "FAILED", atMs);
}

function checkpoint(job: FlinkJob, around: Surroundings, atMs: number): void {
  const { underWay } = job.checkpoints;
  if (underWay !== null && underWay.endsMs <= atMs) {
    job.checkpoints = withEnded(job.checkpoints, underWay);
    if (underWay.failure === null) around.completed(underWay);
  }
  if (job.checkpoints.underWay === null && job.nextCheckpointMs <= atMs) {
    job.checkpoints = { ...job.checkpoints, underWay: begin(job, around, atMs, false) };
    job.nextCheckpointMs = Math.max(atMs, job.nextCheckpointMs + job.checkpointing.intervalMs);
  }
}

/** A checkpoint that begins now, with what will become of it. */
export function begin(job: FlinkJob, around: Surroundings, atMs: number, savepoint: boolean): Checkpoint {
  job.checkpointsTriggered += 1;
  const id = job.checkpointsTriggered;
  const { seed, conditions } = around;
  const jitter = 0.9 + 0.2 * drawFrom(`${seed}/checkpoint/${job.jid}/${id}`);
  // The barrier waits behind the records that are buffered.
  const held = Math.max(...(job.loads.get("source") ?? []).map(({ backpressured }) => backpressured), 0);
  const behindMs = held > 0.5 && job.recordsPerSecond > 0 ? (conditions.buffered / job.recordsPerSecond) * 1000 : 0;
  const durationMs = Math.round((conditions.checkpoint.durationMs + behindMs) * jitter);
  const { timeoutMs } = job.checkpointing;
  const late = durationMs > timeoutMs;
  const failure = conditions.checkpoint.failure ?? (late ? "Checkpoint expired before completing." : null);
  return {
    id,
    triggerMs: atMs,
    savepoint,
    positions: new Map(job.positions),
    path: savepoint ? savepointPath(job, id) : `${CHECKPOINT_FOLDER}/${job.jid}/chk-${id}`,
    stateBytes: Math.round(conditions.checkpoint.stateBytes * (0.98 + 0.04 * jitter)),
    endsMs: atMs + (conditions.checkpoint.failure === null ? Math.min(durationMs, timeoutMs) : 40),
    failure,
  };
}

function savepointPath({ jid }: FlinkJob, id: number): string {
  const tail = Math.floor(drawFrom(`${jid}/savepoint/${id}`) * 0xffff_ffff_ffff)
    .toString(16)
    .padStart(12, "0");
  return `file:/flink/savepoints/savepoint-${jid.slice(0, 6)}-${tail}`;
}

/** How many tasks a job has in its current attempt. */
export function taskCount(job: FlinkJob): number {
  return VERTICES.reduce((sum, { key }) => sum + (job.running.get(key) ?? 0), 0);
}
