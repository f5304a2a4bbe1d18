import type {
  FlinkCheckpoint,
  FlinkCheckpointConfig,
  FlinkCheckpoints,
  FlinkException,
  FlinkJob,
  FlinkSubtask,
} from "../../../src/clients/flink-client.ts";
import type { JobChoice } from "../../../src/probes/flink/job-choice.ts";

/** The JobManager's clock in these tests, ms. */
export const NOW = 1_800_000_000_000;
const NAMES = ["Source: in", "counting", "store"];

/** A job of three operators in a row, of one subtask each, that entered its state `sinceMs` ago. */
export function job(fields: Partial<FlinkJob> = {}, sinceMs = 3_600_000): FlinkJob {
  const state = fields.state ?? "RUNNING";
  return {
    id: "0".repeat(32),
    name: "zipline-streaming",
    state,
    scheduler: "Default",
    startedAtMs: NOW - Math.max(sinceMs, 3_600_000),
    endedAtMs: null,
    nowMs: NOW,
    enteredAtMs: { RUNNING: NOW - sinceMs, [state]: NOW - sinceMs },
    vertices: NAMES.map((name, at) => ({
      id: `v${at}`,
      name,
      parallelism: 1,
      maxParallelism: 128,
      state: "RUNNING",
      slotSharingGroup: "g",
    })),
    edges: [
      { from: "v0", to: "v1" },
      { from: "v1", to: "v2" },
    ],
    ...fields,
  };
}

export function choice(fields: Partial<JobChoice> = {}): JobChoice {
  const { id, name, state, startedAtMs, endedAtMs } = job();
  return {
    chosen: { id, name, state, startedAtMs, endedAtMs, tasks: {} },
    running: 1,
    matching: [name],
    others: ["other"],
    ...fields,
  };
}

export function exception(
  stackTrace: string,
  agoMs = 1_000,
  concurrent: FlinkException["concurrent"] = [],
): FlinkException {
  return { name: "x", stackTrace, atMs: NOW - agoMs, task: null, concurrent };
}

export function checkpoint(id: number, fields: Partial<FlinkCheckpoint> = {}): FlinkCheckpoint {
  return {
    id,
    status: "COMPLETED",
    isSavepoint: false,
    triggeredAtMs: NOW - 10_000,
    durationMs: 1_000,
    stateSizeBytes: 1_000,
    path: `file:/c/chk-${id}`,
    isDiscarded: false,
    failedAtMs: null,
    failureMessage: null,
    ...fields,
  };
}

export function failedCheckpoint(id: number, agoMs: number): FlinkCheckpoint {
  const message = "Checkpoint expired before completing.";
  const times = { triggeredAtMs: NOW - agoMs - 20_000, failedAtMs: NOW - agoMs, durationMs: 20_000 };
  return checkpoint(id, { status: "FAILED", path: null, failureMessage: message, ...times });
}

/** Newest first. */
export function checkpoints(...history: readonly FlinkCheckpoint[]): FlinkCheckpoints {
  const of = (status: string) => history.filter((one) => one.status === status);
  return {
    counts: { completed: of("COMPLETED").length, failed: of("FAILED").length, inProgress: of("IN_PROGRESS").length },
    latest: {
      completed: of("COMPLETED").find((one) => !one.isSavepoint) ?? null,
      savepoint: history.find((one) => one.isSavepoint) ?? null,
      failed: of("FAILED")[0] ?? null,
      restored: null,
    },
    history,
  };
}

/** Every minute, with 20 s for each. */
export const CONFIG: FlinkCheckpointConfig = {
  intervalMs: 60_000,
  timeoutMs: 20_000,
  minPauseMs: 0,
  tolerableFailures: 0,
  maxConcurrent: 1,
  alignedTimeoutMs: 0,
  unaligned: false,
  keptAfter: { cancel: true, failure: true },
};

export function subtask(backpressured: number | null, busy: number | null, idle: number | null, at = 0): FlinkSubtask {
  return { subtask: at, backpressured, busy, idle };
}
