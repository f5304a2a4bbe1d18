import { ClientError } from "../../clients/client-error.ts";
import type {
  FlinkCheckpoint,
  FlinkCheckpointConfig,
  FlinkCheckpoints,
  FlinkClient,
  FlinkJobSummary,
} from "../../clients/flink-client.ts";

/** What a new job can begin from. */
export interface StartState {
  readonly path: string;
  readonly kind: "savepoint" | "checkpoint" | "state that it had been restored from";
  /** When it was taken; of a state that was only restored, when that was; null where nobody knows. */
  readonly takenAtMs: number | null;
  /** Whose state it is; null where nobody knows. */
  readonly jobId: string | null;
}

/** So many jobs back is looked: one that began from another's state may have ended before it had its own. */
const JOBS_BACK = 5;

/**
 * The newest state that outlived the last job: its savepoint, or its newest checkpoint where that is kept. Of a job that ended before it had one,
 * what it had been restored from; of one that had none at all, the job before it is asked. null: none is known to the JobManager.
 */
export async function latestState(
  flink: FlinkClient,
  over: readonly FlinkJobSummary[],
  signal: AbortSignal,
): Promise<StartState | null> {
  for (const job of over.slice(0, JOBS_BACK)) {
    const state = await stateOf(flink, job, signal);
    if (state !== null) return state;
  }
  return null;
}

async function stateOf(flink: FlinkClient, job: FlinkJobSummary, signal: AbortSignal): Promise<StartState | null> {
  try {
    const [checkpoints, config] = await Promise.all([
      flink.checkpoints(job.id, signal),
      flink.checkpointConfig(job.id, signal),
    ]);
    return newestState(job, checkpoints, config);
  } catch (error) {
    // A job that failed before it ran has none to tell of.
    if (error instanceof ClientError && error.code === "not-found") return null;
    throw error;
  }
}

/** Exported for its table of cases. */
export function newestState(
  { id, state }: Pick<FlinkJobSummary, "id" | "state">,
  { latest, history }: FlinkCheckpoints,
  { keptAfter }: FlinkCheckpointConfig,
): StartState | null {
  // As Flink's CheckpointProperties have it: suspension counts as cancellation, and what a job leaves that has finished is never kept.
  const isKept = state === "FAILED" ? keptAfter.failure : state !== "FINISHED" && keptAfter.cancel;
  const known = [latest.savepoint, latest.completed, ...history].filter((one) => one !== null);
  const usable = known.filter(
    (one) => one.status === "COMPLETED" && one.path !== null && !one.isDiscarded && (one.isSavepoint || isKept),
  );
  const [newest] = usable.sort((a, b) => b.triggeredAtMs - a.triggeredAtMs);
  if (newest !== undefined) return asStart(newest, id);
  const { restored } = latest;
  if (restored === null || restored.path === null) return null;
  return { path: restored.path, kind: "state that it had been restored from", takenAtMs: restored.atMs, jobId: id };
}

function asStart({ path, isSavepoint, triggeredAtMs }: FlinkCheckpoint, jobId: string): StartState {
  return { path: path ?? "", kind: isSavepoint ? "savepoint" : "checkpoint", takenAtMs: triggeredAtMs, jobId };
}
