import { setTimeout as sleep } from "node:timers/promises";
import type { FlinkClient, FlinkJob, FlinkSubtask, FlinkVertex } from "../../clients/flink-client.ts";
import { isOver } from "../../clients/flink/find-jobs.ts";
import { chooseJob, type JobChoice } from "./job-choice.ts";
import { pendingRecords } from "./pending-records.ts";

export interface VertexLoad {
  readonly vertex: FlinkVertex;
  /** null: the JobManager has no sample. */
  readonly subtasks: readonly FlinkSubtask[] | null;
}

export interface BackpressureFacts {
  readonly choice: JobChoice;
  /** null without a job. */
  readonly job: FlinkJob | null;
  readonly loads: readonly VertexLoad[];
  readonly pendingRecords: number | null;
  /** How long samples were waited for, ms. */
  readonly waitedMs: number;
}

/** The JobManager fetches metrics when it is asked, and has them a moment later. */
const AGAIN_MS = 500;

/** Asks again while a vertex has no sample, until `patienceMs` are over. Rejects with ClientError. */
export async function gatherBackpressure(
  flink: FlinkClient,
  wanted: Parameters<typeof chooseJob>[1],
  patienceMs: number,
  signal: AbortSignal,
): Promise<BackpressureFacts> {
  const choice = await chooseJob(flink, wanted, signal);
  const { chosen } = choice;
  const nothing = { choice, job: null, loads: [], pendingRecords: null, waitedMs: 0 };
  if (chosen === null) return nothing;
  let waitedMs = 0;
  for (;;) {
    const job = await flink.job(chosen.id, signal);
    if (isOver(job.state)) return { ...nothing, job };
    const loads = await Promise.all(job.vertices.map((vertex) => loadOf(flink, job.id, vertex, signal)));
    const sampled = job.state !== "RUNNING" || loads.every(hasSample);
    if (sampled || waitedMs >= patienceMs)
      return { choice, job, loads, pendingRecords: await pendingRecords(flink, job, signal), waitedMs };
    await sleep(AGAIN_MS, undefined, { signal });
    waitedMs += AGAIN_MS;
  }
}

async function loadOf(flink: FlinkClient, job: string, vertex: FlinkVertex, signal: AbortSignal): Promise<VertexLoad> {
  return { vertex, subtasks: await flink.backpressure(job, vertex.id, signal) };
}

/** Of a second a task is somewhere: where Flink's three shares come to nothing, they have not been measured, and its "ok" is none. */
const MEASURED = 0.5;

/** Whether all of the vertex's subtasks that run have been measured. */
export function hasSample(load: VertexLoad): boolean {
  return unmeasured(load).count === 0;
}

/**
 * How many of the vertex's subtasks that run have not been measured. Flink lists only those that it has metrics of: one that is missing may be the one
 * that is held back.
 */
export function unmeasured({ vertex, subtasks }: VertexLoad): { readonly count: number; readonly running: number } {
  const running = Math.max(0, vertex.parallelism - (vertex.tasks?.["FINISHED"] ?? 0));
  const known = new Set(measured(subtasks).map(({ subtask }) => subtask)).size;
  return { count: Math.max(0, running - known), running };
}

export function measured(subtasks: readonly FlinkSubtask[] | null): readonly FlinkSubtask[] {
  return (subtasks ?? []).filter(
    ({ backpressured, busy, idle }) => (backpressured ?? 0) + (busy ?? 0) + (idle ?? 0) >= MEASURED,
  );
}
