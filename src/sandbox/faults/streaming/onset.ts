import { enter, type FlinkJob, isOver } from "../../streaming/flink-job.ts";
import type { FlinkCluster } from "../../streaming/flink-cluster.ts";
import { newestCompleted } from "../../streaming/checkpoint.ts";
import type { JobConditions, StreamingFault } from "../../streaming/streaming-fault.ts";
import { JOB_NAME } from "../../streaming/streaming-platform.ts";

export const STREAMING_LAG = "streaming-lag";

type Step = NonNullable<StreamingFault["steps"]>[number];

/** Every job fares so from a time on, ms after the start. */
export function from(onsetMs: number, conditions: Partial<JobConditions>): NonNullable<StreamingFault["job"]> {
  return ({ sinceStartMs }) => (sinceStartMs >= onsetMs ? conditions : {});
}

/** Somebody cancels the pipeline's job. */
export function cancelled(atMs: number): Step {
  return { atMs, act: (cluster, nowMs) => withJob(cluster, (job) => cluster.cancel(job, nowMs)) };
}

/** Somebody runs the job again from its newest checkpoint. */
export function runAgain(atMs: number): Step {
  return {
    atMs,
    act: (cluster, nowMs) => {
      const before = cluster.jobs.find(({ name }) => name === JOB_NAME);
      if (before === undefined) return;
      const { name, jarId, parallelism, checkpointing, restarts } = before;
      const order = { jid: cluster.newId(), name, jarId, parallelism, checkpointing, restarts };
      cluster.submit(order, newestCompleted(before.checkpoints), nowMs);
    },
  };
}

/** A task dies once; with `fatal` the job is not tried again. */
export function diesOnce(atMs: number, exceptionName: string, message: string, fatal = false): Step {
  return {
    atMs,
    act: (cluster, nowMs) =>
      withJob(cluster, (job) =>
        cluster.fail(job, { afterMs: 0, exceptionName, message, task: "transform", fatal }, nowMs),
      ),
  };
}

/** So many TaskManagers are there from then on. */
export function taskManagers(atMs: number, count: number): Step {
  return { atMs, act: (cluster) => (cluster.taskManagers = count) };
}

/** Another job of the same cluster, which ended long ago. */
export function otherJobEnded(name: string, atMs: number): Step {
  return {
    atMs,
    act: (cluster, nowMs) => {
      const order = {
        jid: cluster.newId(),
        name,
        jarId: null,
        parallelism: 1,
        checkpointing: { intervalMs: 5000, timeoutMs: 20_000 },
        restarts: true,
      };
      enter(cluster.submit(order, null, nowMs), "CANCELED", nowMs);
    },
  };
}

function withJob(cluster: FlinkCluster, act: (job: FlinkJob) => void): void {
  const job = cluster.jobs.find((one) => one.name === JOB_NAME && !isOver(one));
  if (job !== undefined) act(job);
}
