import type { Json, JsonObject } from "../core/json.ts";

/** Flink's own words; a newer Flink may have others. */
export type FlinkState = string;

export interface FlinkOverview {
  readonly version: string;
  readonly taskManagers: number;
  readonly slotsTotal: number;
  readonly slotsAvailable: number;
}

/** Times are milliseconds since the epoch by the JobManager's clock; `endedAtMs` is null while it has not ended. */
export interface FlinkJobSummary {
  readonly id: string;
  readonly name: string;
  readonly state: FlinkState;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  /** How many tasks are in which state, by Flink's words in lower case, `total` among them. */
  readonly tasks: Readonly<Record<string, number>>;
}

export interface FlinkVertex {
  readonly id: string;
  readonly name: string;
  readonly parallelism: number;
  readonly maxParallelism: number;
  readonly state: FlinkState;
  readonly slotSharingGroup: string;
  /** How many of its subtasks are in which state, in Flink's words; undefined where it does not say. */
  readonly tasks?: Readonly<Record<string, number>> | undefined;
  /** When the first of its subtasks that run now began; undefined where none did. */
  readonly beganAtMs?: number | undefined;
}

export interface FlinkJob {
  readonly id: string;
  readonly name: string;
  readonly state: FlinkState;
  /** "Adaptive" can be rescaled while it runs. */
  readonly scheduler: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  /** The JobManager's clock, when it answered. */
  readonly nowMs: number;
  /** When it last entered each state; absent where it never did. */
  readonly enteredAtMs: Readonly<Record<FlinkState, number>>;
  /** In the order of the stream, sources first. */
  readonly vertices: readonly FlinkVertex[];
  /** From one vertex to the next, by id. */
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

export interface FlinkException {
  /** The class, e.g. "java.lang.IllegalStateException". */
  readonly name: string;
  readonly stackTrace: string;
  readonly atMs: number;
  readonly task: string | null;
  readonly concurrent: readonly Omit<FlinkException, "concurrent">[];
}

export interface FlinkExceptions {
  /** Newest first; Flink keeps 16. */
  readonly entries: readonly FlinkException[];
  readonly truncated: boolean;
}

/** `durationMs` is null while it is in progress. */
export interface FlinkCheckpoint {
  readonly id: number;
  readonly status: string;
  readonly isSavepoint: boolean;
  readonly triggeredAtMs: number;
  readonly durationMs: number | null;
  /** Of the checkpoint, which may be incremental: not of the whole state then. */
  readonly stateSizeBytes: number;
  readonly path: string | null;
  readonly isDiscarded: boolean;
  readonly failedAtMs: number | null;
  readonly failureMessage: string | null;
}

export interface FlinkCheckpoints {
  readonly counts: { readonly completed: number; readonly failed: number; readonly inProgress: number };
  readonly latest: {
    readonly completed: FlinkCheckpoint | null;
    readonly savepoint: FlinkCheckpoint | null;
    readonly failed: FlinkCheckpoint | null;
    /** What the job was last restored from; null where it began empty. */
    readonly restored: { readonly atMs: number; readonly path: string | null } | null;
  };
  /** Newest first; Flink keeps 10. */
  readonly history: readonly FlinkCheckpoint[];
}

/** Milliseconds; `intervalMs` is null where checkpoints are switched off. */
export interface FlinkCheckpointConfig {
  readonly intervalMs: number | null;
  readonly timeoutMs: number;
  /** At least this long from the end of one to the begin of the next. */
  readonly minPauseMs: number;
  readonly tolerableFailures: number;
  readonly unaligned: boolean;
  readonly maxConcurrent: number;
  /** Before an unaligned checkpoint stops waiting for barriers; 0: it never waits. */
  readonly alignedTimeoutMs: number;
  /** Whether the newest one outlives a job that was cancelled, or that failed; a savepoint always does. */
  readonly keptAfter: { readonly cancel: boolean; readonly failure: boolean };
}

/** Ratios 0..1; null where Flink has no number yet. */
export interface FlinkSubtask {
  readonly subtask: number;
  readonly backpressured: number | null;
  readonly busy: number | null;
  readonly idle: number | null;
}

export interface FlinkParallelism {
  readonly lowerBound: number;
  readonly upperBound: number;
}

export type FlinkSavepoint =
  | { readonly state: "in-progress" }
  | { readonly state: "completed"; readonly path: string }
  /** Flink says COMPLETED of these too. */
  | { readonly state: "failed"; readonly reason: string };

export interface FlinkJar {
  /** Chosen by the JobManager; carries the name. */
  readonly id: string;
  readonly name: string;
  readonly uploadedAtMs: number;
}

/** The jar that the environment names, as it lies on this machine. */
export interface LocalJar {
  /** The file's own name. */
  readonly name: string;
  /** Of its content, lower-case hexadecimal. */
  readonly sha256: string;
  readonly bytes: Uint8Array;
}

export interface FlinkWrite {
  readonly method: "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body: Json;
}

/**
 * Flink's REST API. Rejects with ClientError: Flink's own `errors` in one line, a web page is `unexpected-answer`. Ids that come from outside are
 * sent as whole path segments.
 */
export interface FlinkClient {
  readonly vantage: string;
  readonly displayUrl: string;
  overview(signal: AbortSignal): Promise<FlinkOverview>;
  jobs(signal: AbortSignal): Promise<readonly FlinkJobSummary[]>;
  job(id: string, signal: AbortSignal): Promise<FlinkJob>;
  exceptions(id: string, signal: AbortSignal): Promise<FlinkExceptions>;
  /** In Flink's own words, e.g. "Restart with fixed delay (PT1S). #3 restart attempts."; null where it does not say. */
  restartStrategy(id: string, signal: AbortSignal): Promise<string | null>;
  checkpoints(id: string, signal: AbortSignal): Promise<FlinkCheckpoints>;
  checkpointConfig(id: string, signal: AbortSignal): Promise<FlinkCheckpointConfig>;
  /** null: the JobManager has no sample of the vertex yet. */
  backpressure(id: string, vertex: string, signal: AbortSignal): Promise<readonly FlinkSubtask[] | null>;
  /** A job's metrics; names that Flink does not know and values that are no numbers are left out. */
  jobMetrics(id: string, names: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, number>>;
  /** The names that the vertex's subtasks have, each once, without the subtask's number; none while nothing has been fetched. */
  metricNames(id: string, vertex: string, signal: AbortSignal): Promise<readonly string[]>;
  /** Summed over the vertex's subtasks; names are without the subtask's number. */
  vertexSums(
    id: string,
    vertex: string,
    names: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, number>>;
  /** By vertex; adaptive scheduler only. */
  resourceRequirements(id: string, signal: AbortSignal): Promise<Readonly<Record<string, FlinkParallelism>>>;
  savepoint(id: string, trigger: string, signal: AbortSignal): Promise<FlinkSavepoint>;
  jars(signal: AbortSignal): Promise<readonly FlinkJar[]>;
  /** Rejects with `not-configured` where the environment names none or it cannot be read. */
  localJar(): Promise<LocalJar>;
  /** Sends one change, once. Resolves with the answer's object, {} for an empty one. */
  write(write: FlinkWrite, signal: AbortSignal): Promise<JsonObject>;
  /** Resolves with the jar's id. */
  upload(name: string, bytes: Uint8Array, timeoutMs: number, signal: AbortSignal): Promise<string>;
}
