import type { FlinkCheckpoint, FlinkCheckpointConfig, FlinkCheckpoints, FlinkJob } from "../../clients/flink-client.ts";

export interface CheckpointRules {
  readonly windowMs: number;
  /** Of the timeout. */
  readonly slowShare: number;
  readonly staleIntervals: number;
  readonly maxFailed: number;
}

/** What the history comes to; times in ms, `age` and `duration` null where no checkpoint has completed. */
export interface CheckpointReading {
  readonly ageMs: number | null;
  /** Of the newest that completed, or of one that is under way for longer. */
  readonly durationMs: number | null;
  readonly lastDurationMs: number | null;
  readonly failedInWindow: readonly FlinkCheckpoint[];
  readonly isFailing: boolean;
  readonly isSlow: boolean;
  readonly isStale: boolean;
  /** Older than the limit, of a job that has not run for as long: whether the next one completes is not known yet. */
  readonly isOverdue: boolean;
  /** How long it runs, ms. */
  readonly upMs: number;
  readonly sizeBytes: number | null;
  readonly growth: number | null;
  readonly staleAfterMs: number | null;
}

/** Judges nothing but the three words. A savepoint is none of the job's own checkpoints. */
export function readCheckpoints(
  job: FlinkJob,
  { latest, history }: FlinkCheckpoints,
  config: FlinkCheckpointConfig,
  rules: CheckpointRules,
): CheckpointReading {
  const own = distinct([...history, ...(latest.failed ? [latest.failed] : [])]).filter((one) => !one.isSavepoint);
  const ended = own.filter((one) => one.status !== "IN_PROGRESS").sort((a, b) => b.id - a.id);
  const completed = ended.filter((one) => one.status === "COMPLETED");
  const newest = completed[0] ?? (latest.completed?.isSavepoint === false ? latest.completed : null);
  const fromMs = job.nowMs - rules.windowMs;
  const failed = ended.filter((one) => one.status === "FAILED" && (one.failedAtMs ?? one.triggeredAtMs) >= fromMs);
  const ageMs = newest === null ? null : Math.max(0, job.nowMs - newest.triggeredAtMs - (newest.durationMs ?? 0));
  const pendingMs = Math.max(
    0,
    ...own.filter((one) => one.status === "IN_PROGRESS").map((one) => job.nowMs - one.triggeredAtMs),
  );
  const lastMs = newest?.durationMs ?? null;
  const durationMs = lastMs === null && pendingMs === 0 ? null : Math.max(lastMs ?? 0, pendingMs);
  const staleAfterMs = staleAfter(config, lastMs ?? 0, rules);
  const upMs = job.nowMs - (job.enteredAtMs["RUNNING"] ?? job.startedAtMs);
  const isYoung = staleAfterMs === null || upMs < staleAfterMs + config.timeoutMs;
  const isOld = staleAfterMs !== null && (ageMs ?? Number.POSITIVE_INFINITY) > staleAfterMs;
  const hasHadTime = staleAfterMs !== null && upMs > staleAfterMs;
  const newestFailed = ended[0]?.status === "FAILED" && failed.length > 0;
  return {
    ageMs,
    durationMs,
    lastDurationMs: lastMs,
    failedInWindow: failed,
    isFailing: failed.length > rules.maxFailed || (newestFailed && !isYoung),
    isSlow: durationMs !== null && durationMs > rules.slowShare * config.timeoutMs,
    isStale: isOld && hasHadTime,
    isOverdue: isOld && !hasHadTime,
    upMs,
    sizeBytes: newest?.stateSizeBytes ?? null,
    growth: growthOf(completed),
    staleAfterMs,
  };
}

/** Three intervals; one can neither begin before the last has ended nor before the pause after it. */
function staleAfter(config: FlinkCheckpointConfig, lastMs: number, rules: CheckpointRules): number | null {
  if (config.intervalMs === null) return null;
  return rules.staleIntervals * Math.max(config.intervalMs, lastMs + config.minPauseMs);
}

/** The newest's size as a multiple of the oldest's. */
function growthOf(completed: readonly FlinkCheckpoint[]): number | null {
  const [newest, oldest] = [completed[0], completed.at(-1)];
  if (newest === undefined || oldest === undefined || newest === oldest || oldest.stateSizeBytes <= 0) return null;
  return newest.stateSizeBytes / oldest.stateSizeBytes;
}

function distinct(checkpoints: readonly FlinkCheckpoint[]): readonly FlinkCheckpoint[] {
  return [...new Map(checkpoints.map((one) => [one.id, one])).values()];
}
