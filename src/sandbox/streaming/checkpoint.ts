/** How far the source had read each partition: offsets of the next record, with the part of it that is due, by "topic/partition". */
export type Positions = ReadonlyMap<string, number>;

export interface Checkpoint {
  readonly id: number;
  readonly triggerMs: number;
  readonly savepoint: boolean;
  /** What it would bring back. */
  readonly positions: Positions;
  readonly path: string;
  readonly stateBytes: number;
  /** When it will complete or fail, ms. */
  readonly endsMs: number;
  /** null: it completes. */
  readonly failure: string | null;
}

/** A job's checkpoints, newest first. */
export interface CheckpointLog {
  readonly underWay: Checkpoint | null;
  readonly ended: readonly Checkpoint[];
  readonly counts: { readonly completed: number; readonly failed: number; readonly restored: number };
  readonly restored: { readonly from: Checkpoint; readonly atMs: number } | null;
  readonly latest: {
    readonly completed: Checkpoint | null;
    readonly savepoint: Checkpoint | null;
    readonly failed: Checkpoint | null;
  };
}

export const NO_CHECKPOINTS: CheckpointLog = {
  underWay: null,
  ended: [],
  counts: { completed: 0, failed: 0, restored: 0 },
  restored: null,
  latest: { completed: null, savepoint: null, failed: null },
};

/** So many does Flink's REST API remember. */
const REMEMBERED = 10;

/** The log after the checkpoint under way, or a savepoint, has ended. */
export function withEnded(log: CheckpointLog, one: Checkpoint): CheckpointLog {
  const { counts, latest } = log;
  const failed = one.failure !== null;
  return {
    ...log,
    underWay: log.underWay?.id === one.id ? null : log.underWay,
    ended: [one, ...log.ended].slice(0, REMEMBERED),
    counts: {
      ...counts,
      completed: counts.completed + (failed ? 0 : 1),
      failed: counts.failed + (failed ? 1 : 0),
    },
    latest: {
      completed: failed || one.savepoint ? latest.completed : one,
      savepoint: failed || !one.savepoint ? latest.savepoint : one,
      failed: failed ? one : latest.failed,
    },
  };
}

/** The checkpoint or savepoint that a restart would go back to. */
export function newestCompleted({ latest }: CheckpointLog): Checkpoint | null {
  const { completed, savepoint } = latest;
  return (savepoint?.id ?? 0) > (completed?.id ?? 0) ? savepoint : completed;
}
