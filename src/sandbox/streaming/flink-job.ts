import { type CheckpointLog, NO_CHECKPOINTS, type Positions } from "./checkpoint.ts";

export type JobState = "CREATED" | "RUNNING" | "RESTARTING" | "FAILED" | "CANCELED" | "FINISHED";

export interface Exception {
  readonly name: string;
  readonly stacktrace: string;
  readonly atMs: number;
  /** null: the job as a whole. */
  readonly task: string | null;
}

/** The parallelism that is asked for, as Flink's resource requirements say it. */
export interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

export type VertexKey = "source" | "transform" | "sink";

/** The job's vertices in the order of the stream. */
export const VERTICES: readonly { readonly key: VertexKey; readonly id: string; readonly name: string }[] = [
  { key: "source", id: "cbc357ccb763df2852fee8c4fc7d55f2", name: "Source: zipline-in" },
  { key: "transform", id: "0a448493b4782967b150582570326227", name: "transform" },
  { key: "sink", id: "ea632d67b7d595e5b851708ae9ad79d6", name: "sink: Writer" },
];

export interface Checkpointing {
  readonly intervalMs: number;
  readonly timeoutMs: number;
}

/** What a job is submitted with. */
export interface JobOrder {
  readonly jid: string;
  readonly name: string;
  readonly jarId: string | null;
  readonly parallelism: number;
  readonly checkpointing: Checkpointing;
  /** Restarts after a failure, or fails for good. */
  readonly restarts: boolean;
}

/** What a subtask did lately, shares of its time 0 to 1. */
export interface SubtaskLoad {
  busy: number;
  backpressured: number;
}

/** One job of the cluster; the simulation alone changes it. */
export interface FlinkJob extends JobOrder {
  state: JobState;
  readonly submittedMs: number;
  /** When it was last in each state, ms. */
  readonly since: Partial<Record<JobState, number>>;
  endedMs: number | null;
  readonly bounds: Map<VertexKey, Bounds>;
  readonly running: Map<VertexKey, number>;
  /** When its tasks began to run, ms, or will; null: no attempt. */
  tasksSinceMs: number | null;
  /** When it is tried again, ms. */
  nextAttemptMs: number | null;
  attempt: number;
  failures: number;
  rescales: number;
  exceptions: readonly Exception[];
  checkpoints: CheckpointLog;
  checkpointsTriggered: number;
  nextCheckpointMs: number;
  positions: Map<string, number>;
  readonly loads: Map<VertexKey, SubtaskLoad[]>;
  /** Records read since the attempt began, and records read per second lately. */
  recordsIn: number;
  recordsPerSecond: number;
}

export function newJob(order: JobOrder, atMs: number, positions: Positions): FlinkJob {
  const each = <T>(value: T): Map<VertexKey, T> => new Map(VERTICES.map(({ key }) => [key, value]));
  return {
    ...order,
    state: "CREATED",
    submittedMs: atMs,
    since: { CREATED: atMs },
    endedMs: null,
    bounds: each({ lower: 1, upper: order.parallelism }),
    running: each(order.parallelism),
    tasksSinceMs: null,
    nextAttemptMs: atMs,
    attempt: 0,
    failures: 0,
    rescales: 0,
    exceptions: [],
    checkpoints: NO_CHECKPOINTS,
    checkpointsTriggered: 0,
    nextCheckpointMs: 0,
    positions: new Map(positions),
    loads: new Map(),
    recordsIn: 0,
    recordsPerSecond: 0,
  };
}

export function isOver({ state }: FlinkJob): boolean {
  return state === "FAILED" || state === "CANCELED" || state === "FINISHED";
}

export function enter(job: FlinkJob, state: JobState, atMs: number): void {
  job.state = state;
  job.since[state] = atMs;
  if (isOver(job)) {
    job.endedMs = atMs;
    job.tasksSinceMs = null;
    job.nextAttemptMs = null;
    job.recordsPerSecond = 0;
  }
}

/** Whether all its tasks run. */
export function tasksRun(job: FlinkJob, atMs: number): boolean {
  return job.state === "RUNNING" && job.tasksSinceMs !== null && job.tasksSinceMs <= atMs;
}
