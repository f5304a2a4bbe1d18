import { hash32 } from "../random.ts";
import { type Checkpoint, newestCompleted, type Positions, withEnded } from "./checkpoint.ts";
import {
  type Bounds,
  enter,
  type FlinkJob,
  isOver,
  type JobOrder,
  newJob,
  tasksRun,
  VERTICES,
  type VertexKey,
} from "./flink-job.ts";
import { begin, DEPLOY_MS, fail, restart, restoredFrom, stepJob, type Surroundings } from "./job-step.ts";
import type { JobConditions, JobFailure } from "./streaming-fault.ts";
import type { Partition } from "./topics.ts";

export interface Jar {
  readonly id: string;
  readonly name: string;
  readonly uploadedMs: number;
}

/** A savepoint that somebody asked for. */
export interface SavepointRequest {
  readonly jid: string;
  /** When it is known how it went, ms. */
  readonly endsMs: number;
  readonly path: string;
  /** null: it will succeed, or has. */
  readonly failure: { readonly class: string; readonly message: string } | null;
}

interface ClusterOptions {
  readonly seed: number;
  readonly scheduler: "Default" | "Adaptive";
  readonly partitions: readonly Partition[];
  readonly conditionsOf: (job: FlinkJob, atMs: number) => JobConditions;
  /** The offsets that the group committed, where a job that has no state begins. */
  readonly committed: () => Positions;
  readonly commit: (positions: Positions) => void;
}

/** How many TaskManagers there are usually, and how many slots each has. */
const TASK_MANAGERS = 2;
export const SLOTS_EACH = 8;

/** A Flink session cluster. Every change has a time; between them `step` lets it be. */
export class FlinkCluster {
  readonly scheduler: "Default" | "Adaptive";
  readonly jobs: FlinkJob[] = [];
  readonly jars: Jar[] = [];
  /** By request id. */
  readonly savepoints = new Map<string, SavepointRequest>();
  /** Records written to the feature store. */
  written = 0;
  /** How many there are now. */
  taskManagers = TASK_MANAGERS;
  readonly #options: ClusterOptions;
  /** What can be restored from, by path. */
  readonly #kept = new Map<string, Checkpoint>();
  #pending: readonly { readonly job: FlinkJob; readonly one: Checkpoint; readonly stop: boolean }[] = [];
  #ids = 0;

  constructor(options: ClusterOptions) {
    this.#options = options;
    this.scheduler = options.scheduler;
  }

  /** 32 hexadecimal digits that no other thing of this cluster has; the same again for the same changes. */
  newId(): string {
    this.#ids += 1;
    const text = `${this.#options.seed}/flink/${this.#ids}`;
    return [0, 1, 2, 3].map((part) => hash32(`${part}:${text}`).toString(16).padStart(8, "0")).join("");
  }

  job(jid: string): FlinkJob | undefined {
    return this.jobs.find((job) => job.jid === jid);
  }

  slotsOf(job: FlinkJob): number {
    return isOver(job) || job.attempt === 0 || job.state !== "RUNNING" ? 0 : Math.max(...job.running.values());
  }

  freeSlots(except?: FlinkJob): number {
    const held = this.jobs.filter((job) => job !== except).reduce((sum, job) => sum + this.slotsOf(job), 0);
    return this.taskManagers * SLOTS_EACH - held;
  }

  addJar(name: string, atMs: number): Jar {
    const id = this.newId();
    const uuid = [id.slice(0, 8), id.slice(8, 12), id.slice(12, 16), id.slice(16, 20), id.slice(20)].join("-");
    const jar = { id: `${uuid}_${name}`, name, uploadedMs: atMs };
    this.jars.unshift(jar);
    return jar;
  }

  removeJar(id: string): boolean {
    const at = this.jars.findIndex((jar) => jar.id === id);
    if (at >= 0) this.jars.splice(at, 1);
    return at >= 0;
  }

  /** What is restored from a path; undefined: nothing is there. */
  kept(path: string): Checkpoint | undefined {
    return this.#kept.get(path);
  }

  /** Whether a savepoint that will succeed has not yet ended. */
  isSaving(requestId: string): boolean {
    const path = this.savepoints.get(requestId)?.path;
    return this.#pending.some(({ one }) => one.path === path);
  }

  submit(order: JobOrder, from: Checkpoint | null, atMs: number): FlinkJob {
    const job = newJob(order, atMs, from?.positions ?? this.#options.committed());
    if (from !== null) {
      job.checkpoints = { ...job.checkpoints, ...restoredFrom(job, from, atMs) };
      // Numbers go on where the restored state had them.
      job.checkpointsTriggered = from.id;
    }
    this.jobs.unshift(job);
    return job;
  }

  cancel(job: FlinkJob, atMs: number): void {
    if (!isOver(job)) enter(job, "CANCELED", atMs);
  }

  /** A TaskManager was lost, or a task threw. */
  fail(job: FlinkJob, failure: JobFailure, atMs: number): void {
    if (tasksRun(job, atMs)) fail(job, failure, atMs);
  }

  /** Asks for a savepoint, and with `stop` for the job's end after it. */
  savepoint(job: FlinkJob, requestId: string, stop: boolean, atMs: number): void {
    const known = this.savepoints.get(requestId);
    if (known !== undefined) return;
    if (isOver(job)) {
      const saved = job.checkpoints.latest.savepoint;
      const failure =
        job.state === "FINISHED" && saved !== null
          ? null
          : {
              class: "org.apache.flink.runtime.messages.FlinkJobNotFoundException",
              message: `Could not find Flink job (${job.jid})`,
            };
      this.savepoints.set(requestId, { jid: job.jid, endsMs: atMs, path: saved?.path ?? "", failure });
      return;
    }
    if (!tasksRun(job, atMs)) {
      const message =
        "org.apache.flink.runtime.checkpoint.CheckpointException: Checkpoint triggering task Source: zipline-in (1/1) of job is not being executed at the moment. Aborting checkpoint. Failure reason: Not all required tasks are currently running.";
      const failure = { class: "java.util.concurrent.CompletionException", message };
      this.savepoints.set(requestId, { jid: job.jid, endsMs: atMs, path: "", failure });
      return;
    }
    const one = begin(job, this.#around(job, atMs), atMs, true);
    const failure =
      one.failure === null
        ? null
        : {
            class: "java.util.concurrent.CompletionException",
            message: `org.apache.flink.runtime.checkpoint.CheckpointException: ${one.failure}`,
          };
    this.savepoints.set(requestId, { jid: job.jid, endsMs: one.endsMs, path: one.path, failure });
    if (stop) {
      // No further checkpoint begins while the job is being stopped.
      job.checkpoints = { ...job.checkpoints, underWay: null };
      job.nextCheckpointMs = Number.POSITIVE_INFINITY;
    }
    this.#pending = [...this.#pending, { job, one, stop }];
  }

  /** Another parallelism for a job of the adaptive scheduler. */
  rescale(job: FlinkJob, bounds: ReadonlyMap<VertexKey, Bounds>, atMs: number): void {
    for (const [vertex, one] of bounds) job.bounds.set(vertex, one);
    const free = this.freeSlots(job);
    const wanted = (vertex: VertexKey) => Math.min(job.bounds.get(vertex)?.upper ?? 1, free);
    const least = Math.max(...[...job.bounds.values()].map(({ lower }) => lower));
    const same = VERTICES.every(({ key }) => wanted(key) === job.running.get(key));
    if (same || least > free || !tasksRun(job, atMs)) return;
    job.rescales += 1;
    restart(job, atMs, DEPLOY_MS, "CREATED");
  }

  /** Lets everything be for `stepMs`, up to `atMs`. */
  step(atMs: number, stepMs: number): void {
    for (const job of this.jobs) this.written += stepJob(job, this.#around(job, atMs), atMs, stepMs);
    const due = this.#pending.filter(({ one }) => one.endsMs <= atMs);
    this.#pending = this.#pending.filter(({ one }) => one.endsMs > atMs);
    for (const { job, one, stop } of due) this.#endSavepoint(job, one, stop, atMs);
  }

  #endSavepoint(job: FlinkJob, one: Checkpoint, stop: boolean, atMs: number): void {
    job.checkpoints = withEnded(job.checkpoints, one);
    if (one.failure !== null || isOver(job)) {
      job.nextCheckpointMs = atMs + job.checkpointing.intervalMs;
      return;
    }
    // Records read while it was made are read again by whoever goes on from it.
    this.#options.commit(one.positions);
    this.#kept.set(one.path, one);
    if (stop) enter(job, "FINISHED", atMs);
  }

  #around(job: FlinkJob, atMs: number): Surroundings {
    const { seed, partitions, conditionsOf, commit } = this.#options;
    return {
      seed,
      partitions,
      conditions: conditionsOf(job, atMs),
      slots: this.freeSlots(job),
      scheduler: this.scheduler,
      completed: (checkpoint) => {
        commit(checkpoint.positions);
        this.#keep(job, checkpoint);
      },
    };
  }

  /** Flink keeps the newest checkpoint alone. */
  #keep(job: FlinkJob, checkpoint: Checkpoint): void {
    const folder = checkpoint.path.slice(0, checkpoint.path.lastIndexOf("/") + 1);
    for (const path of this.#kept.keys())
      if (path.startsWith(folder) && newestCompleted(job.checkpoints)?.path !== path) this.#kept.delete(path);
    this.#kept.set(checkpoint.path, checkpoint);
  }
}
