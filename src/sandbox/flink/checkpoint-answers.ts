import type { Checkpoint } from "../streaming/checkpoint.ts";
import { type FlinkJob, VERTICES } from "../streaming/flink-job.ts";
import { taskCount } from "../streaming/job-step.ts";

/** One checkpoint as the history has it. */
function checkpointItem(one: Checkpoint, job: FlinkJob, nowMs: number): Record<string, unknown> {
  const over = one.endsMs <= nowMs;
  const failed = over && one.failure !== null;
  const subtasks = taskCount(job);
  return {
    className: !over ? "in_progress" : failed ? "failed" : "completed",
    id: one.id,
    status: !over ? "IN_PROGRESS" : failed ? "FAILED" : "COMPLETED",
    is_savepoint: one.savepoint,
    savepointFormat: one.savepoint ? "CANONICAL" : null,
    trigger_timestamp: one.triggerMs,
    latest_ack_timestamp: over && !failed ? one.endsMs : -1,
    checkpointed_size: over && !failed ? one.stateBytes : 0,
    state_size: over && !failed ? one.stateBytes : 0,
    end_to_end_duration: over ? one.endsMs - one.triggerMs : -1,
    alignment_buffered: 0,
    processed_data: 0,
    persisted_data: 0,
    num_subtasks: subtasks,
    num_acknowledged_subtasks: over && !failed ? subtasks : Math.max(0, subtasks - 2),
    checkpoint_type: one.savepoint ? "SAVEPOINT" : "CHECKPOINT",
    tasks: {},
    ...(failed
      ? { failure_timestamp: one.endsMs, failure_message: one.failure }
      : over
        ? { external_path: one.path, discarded: false }
        : {}),
  };
}

function summary(values: readonly number[]): Record<string, unknown> {
  const sorted = values.toSorted((left, right) => left - right);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  const empty = sorted.length === 0;
  // Percentiles of nothing are a text.
  const percentile = (share: number) => (empty ? "NaN" : at(share));
  const mean = empty ? 0 : Math.round(sorted.reduce((sum, value) => sum + value, 0) / sorted.length);
  return {
    min: sorted[0] ?? 0,
    max: sorted.at(-1) ?? 0,
    avg: mean,
    p50: percentile(0.5),
    p90: percentile(0.9),
    p95: percentile(0.95),
    p99: percentile(0.99),
    p999: percentile(0.999),
  };
}

/** GET /jobs/:id/checkpoints. `early` failed before all tasks ran: counted, and nowhere else to be seen. */
export function jobCheckpoints(job: FlinkJob, early: number, nowMs: number): unknown {
  const { underWay, ended, counts, restored, latest } = job.checkpoints;
  const item = (one: Checkpoint | null) => (one === null ? null : checkpointItem(one, job, nowMs));
  const completed = ended.filter(({ failure }) => failure === null);
  const running = underWay === null ? 0 : 1;
  const failed = counts.failed + early;
  return {
    counts: {
      restored: counts.restored,
      total: counts.completed + failed + running,
      in_progress: running,
      completed: counts.completed,
      failed,
    },
    summary: {
      checkpointed_size: summary(completed.map(({ stateBytes }) => stateBytes)),
      state_size: summary(completed.map(({ stateBytes }) => stateBytes)),
      end_to_end_duration: summary(completed.map(({ endsMs, triggerMs }) => endsMs - triggerMs)),
      alignment_buffered: summary(completed.map(() => 0)),
      processed_data: summary(completed.map(() => 0)),
      persisted_data: summary(completed.map(() => 0)),
    },
    latest: {
      completed: item(latest.completed),
      savepoint: item(latest.savepoint),
      failed: item(latest.failed),
      restored:
        restored === null
          ? null
          : {
              id: restored.from.id,
              restore_timestamp: restored.atMs,
              is_savepoint: restored.from.savepoint,
              external_path: restored.from.path,
            },
    },
    history: [...(underWay === null ? [] : [underWay]), ...ended].map(item),
  };
}

/** GET /jobs/:id/checkpoints/config. */
export function checkpointConfig({ checkpointing }: FlinkJob): unknown {
  return {
    mode: "exactly_once",
    interval: checkpointing.intervalMs,
    timeout: checkpointing.timeoutMs,
    min_pause: 0,
    max_concurrent: 1,
    externalization: { enabled: true, delete_on_cancellation: false },
    state_backend: "EmbeddedRocksDBStateBackend",
    checkpoint_storage: "FileSystemCheckpointStorage",
    unaligned_checkpoints: false,
    tolerable_failed_checkpoints: 1000,
    aligned_checkpoint_timeout: 0,
    checkpoints_after_tasks_finish: true,
    state_changelog_enabled: false,
    changelog_periodic_materialization_interval: 600_000,
    changelog_storage: "memory",
  };
}

/** GET /jobs/:id/checkpoints/details/:n. */
export function checkpointDetails(one: Checkpoint, job: FlinkJob, nowMs: number): unknown {
  const item = checkpointItem(one, job, nowMs);
  const tasks = Object.fromEntries(
    VERTICES.map(({ key, id }) => [
      id,
      {
        id: one.id,
        status: item["status"],
        latest_ack_timestamp: item["latest_ack_timestamp"],
        end_to_end_duration: item["end_to_end_duration"],
        state_size: key === "transform" ? item["state_size"] : 0,
        num_subtasks: job.running.get(key) ?? 1,
      },
    ]),
  );
  return { ...item, tasks };
}
