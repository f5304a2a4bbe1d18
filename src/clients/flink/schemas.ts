import * as z from "zod";
import type { Json } from "../../core/json.ts";
import { boundedList } from "../bounded-list.ts";
import { boundedMapping } from "../bounded-mapping.ts";
import { pathName } from "../http/path-name.ts";
import type { FlinkCheckpoint } from "../flink-client.ts";

const time = z.number();
/** Flink writes -1 and 0 for a time that is none. */
const maybeTime = z.number().transform((ms) => (ms > 0 ? ms : null));

export const overview = z
  .object({
    taskmanagers: z.int(),
    "slots-total": z.int(),
    "slots-available": z.int(),
    "flink-version": z.string(),
  })
  .transform((answer) => ({
    version: answer["flink-version"],
    taskManagers: answer.taskmanagers,
    slotsTotal: answer["slots-total"],
    slotsAvailable: answer["slots-available"],
  }));

export const jobs = z
  .object({
    jobs: boundedList(
      z
        .object({
          jid: pathName,
          name: z.string(),
          state: z.string(),
          "start-time": time,
          "end-time": maybeTime,
          tasks: boundedMapping(z.number()),
        })
        .transform(({ jid, name, state, tasks, ...times }) => ({
          id: jid,
          name,
          state,
          startedAtMs: times["start-time"],
          endedAtMs: times["end-time"],
          tasks,
        })),
    ),
  })
  .transform((answer) => answer.jobs);

const vertex = z
  .object({
    id: pathName,
    name: z.string(),
    parallelism: z.int(),
    maxParallelism: z.int(),
    status: z.string(),
    slotSharingGroupId: z.string().optional(),
    tasks: boundedMapping(z.number()).optional(),
    "start-time": z.number().optional(),
  })
  .transform(({ status, slotSharingGroupId, "start-time": beganAtMs = -1, ...rest }) => ({
    ...rest,
    ...(beganAtMs > 0 && { beganAtMs }),
    state: status,
    slotSharingGroup: slotSharingGroupId ?? "",
  }));

const node = z.object({ id: pathName, inputs: boundedList(z.object({ id: z.string() })).optional() });

export const job = z
  .object({
    jid: pathName,
    name: z.string(),
    state: z.string(),
    schedulerType: z.string().optional(),
    "start-time": time,
    "end-time": maybeTime,
    now: time,
    timestamps: boundedMapping(z.number()),
    vertices: boundedList(vertex),
    plan: z.object({ nodes: boundedList(node).optional() }).optional(),
  })
  .transform((answer) => ({
    id: answer.jid,
    name: answer.name,
    state: answer.state,
    scheduler: answer.schedulerType ?? "unknown",
    startedAtMs: answer["start-time"],
    endedAtMs: answer["end-time"],
    nowMs: answer.now,
    enteredAtMs: Object.fromEntries(Object.entries(answer.timestamps).filter(([, ms]) => ms > 0)),
    vertices: answer.vertices,
    edges: (answer.plan?.nodes ?? []).flatMap(({ id, inputs }) =>
      (inputs ?? []).map((input) => ({ from: input.id, to: id })),
    ),
  }));

const failure = z
  .object({
    exceptionName: z.string(),
    stacktrace: z.string(),
    timestamp: time,
    taskName: z.string().nullish(),
  })
  .transform(({ exceptionName, stacktrace, timestamp, taskName }) => ({
    name: exceptionName,
    stackTrace: stacktrace,
    atMs: timestamp,
    task: taskName ?? null,
  }));

const exception = z
  .intersection(failure, z.object({ concurrentExceptions: boundedList(failure).nullish() }))
  .transform(({ concurrentExceptions, ...rest }) => ({ ...rest, concurrent: concurrentExceptions ?? [] }));

export const exceptions = z
  .object({ exceptionHistory: z.object({ entries: boundedList(exception), truncated: z.boolean() }) })
  .transform((answer) => answer.exceptionHistory);

const checkpoint = z
  .object({
    id: z.int(),
    status: z.string(),
    is_savepoint: z.boolean(),
    trigger_timestamp: time,
    end_to_end_duration: z.number(),
    state_size: z.number(),
    external_path: z.string().nullish(),
    discarded: z.boolean().optional(),
    failure_timestamp: z.number().nullish(),
    failure_message: z.string().nullish(),
  })
  .transform((answer): FlinkCheckpoint => ({
    id: answer.id,
    status: answer.status,
    isSavepoint: answer.is_savepoint,
    triggeredAtMs: answer.trigger_timestamp,
    durationMs: answer.status === "IN_PROGRESS" || answer.end_to_end_duration < 0 ? null : answer.end_to_end_duration,
    stateSizeBytes: answer.state_size,
    path: answer.external_path?.includes("/") ? answer.external_path : null,
    isDiscarded: answer.discarded ?? false,
    failedAtMs: answer.failure_timestamp ?? null,
    failureMessage: answer.failure_message ?? null,
  }));

export const checkpoints = z
  .object({
    counts: z.object({ completed: z.int(), failed: z.int(), in_progress: z.int() }),
    latest: z.object({
      completed: checkpoint.nullish(),
      savepoint: checkpoint.nullish(),
      failed: checkpoint.nullish(),
      restored: z.object({ restore_timestamp: time, external_path: z.string().nullish() }).nullish(),
    }),
    history: boundedList(checkpoint),
  })
  .transform(({ counts, latest, history }) => ({
    counts: { completed: counts.completed, failed: counts.failed, inProgress: counts.in_progress },
    latest: {
      completed: latest.completed ?? null,
      savepoint: latest.savepoint ?? null,
      failed: latest.failed ?? null,
      restored: latest.restored
        ? { atMs: latest.restored.restore_timestamp, path: latest.restored.external_path ?? null }
        : null,
    },
    history,
  }));

/** Of a job's settings the one that says what follows a failure. */
export const restartStrategy = z
  .object({ "execution-config": z.object({ "restart-strategy": z.string().optional() }).nullish() })
  .transform((answer) => answer["execution-config"]?.["restart-strategy"] ?? null);

/** Where checkpoints are off the interval is the largest number there is. */
const OFF_MS = 1e15;

export const checkpointConfig = z
  .object({
    interval: z.number(),
    timeout: z.number(),
    min_pause: z.number().optional(),
    externalization: z.object({ enabled: z.boolean(), delete_on_cancellation: z.boolean() }).optional(),
    tolerable_failed_checkpoints: z.int().optional(),
    unaligned_checkpoints: z.boolean().optional(),
    max_concurrent: z.int().optional(),
    aligned_checkpoint_timeout: z.number().optional(),
  })
  .transform((answer) => ({
    intervalMs: answer.interval > 0 && answer.interval < OFF_MS ? answer.interval : null,
    timeoutMs: answer.timeout,
    minPauseMs: answer.min_pause ?? 0,
    tolerableFailures: answer.tolerable_failed_checkpoints ?? 0,
    unaligned: answer.unaligned_checkpoints ?? false,
    maxConcurrent: answer.max_concurrent ?? 1,
    alignedTimeoutMs: answer.aligned_checkpoint_timeout ?? 0,
    keptAfter: {
      failure: answer.externalization?.enabled ?? false,
      cancel:
        answer.externalization !== undefined &&
        answer.externalization.enabled &&
        !answer.externalization.delete_on_cancellation,
    },
  }));

/** A share of time; Flink writes the text "NaN" where it has none. */
const ratio = z
  .union([z.number(), z.string()])
  .nullish()
  .transform((value) => (typeof value === "number" && Number.isFinite(value) ? value : null));

const subtask = z.object({ subtask: z.int(), ratio, busyRatio: ratio, idleRatio: ratio }).transform((one) => ({
  subtask: one.subtask,
  backpressured: one.ratio,
  busy: one.busyRatio,
  idle: one.idleRatio,
}));

/** `status: "deprecated"`, or no subtasks: there is no sample. */
export const backpressure = z
  .object({ status: z.string(), subtasks: boundedList(subtask).nullish() })
  .transform(({ status, subtasks }) => (status === "ok" && subtasks?.length ? subtasks : null));

export const metricNames = boundedList(z.object({ id: z.string() })).transform((list) => [
  ...new Set(list.map(({ id }) => id.replace(/^\d+\./, ""))),
]);

export const metrics = boundedList(
  z.object({ id: z.string(), value: z.union([z.string(), z.number()]).nullish() }),
).transform((list) => {
  const numbers = list.map(({ id, value }) => [id, value === "" ? Number.NaN : Number(value ?? Number.NaN)] as const);
  return new Map(numbers.filter(([, value]) => Number.isFinite(value)));
});

export const sums = boundedList(z.object({ id: z.string(), sum: z.number().nullish() })).transform(
  (list) =>
    new Map(
      list.flatMap(({ id, sum }) => (typeof sum === "number" && Number.isFinite(sum) ? [[id, sum] as const] : [])),
    ),
);

export const resourceRequirements = boundedMapping(
  z.object({ parallelism: z.object({ lowerBound: z.int(), upperBound: z.int() }) }),
)
  // A job has vertices: an empty answer would be compared with what was approved, and taken for another's change.
  .refine((answer) => Object.keys(answer).length > 0, "names no vertex")
  .transform((answer) => Object.fromEntries(Object.entries(answer).map(([id, { parallelism }]) => [id, parallelism])));

export const savepoint = z.object({
  status: z.object({ id: z.string() }),
  operation: z
    .object({
      location: z.string().nullish(),
      "failure-cause": z.object({ class: z.string().nullish(), "stack-trace": z.string().nullish() }).nullish(),
    })
    .nullish(),
});

export const jars = z
  .object({ files: boundedList(z.object({ id: pathName, name: z.string(), uploaded: time })) })
  .transform((answer) => answer.files.map(({ id, name, uploaded }) => ({ id, name, uploadedAtMs: uploaded })));

export const uploaded = z
  .object({ filename: z.string(), status: z.literal("success") })
  .transform(({ filename }) => filename.slice(Math.max(filename.lastIndexOf("/"), filename.lastIndexOf("\\")) + 1));

/** Anything, as it was parsed: z.json would look through every value of it again, and takes seconds for some megabytes. */
export const written = boundedMapping(z.custom<Json>());
