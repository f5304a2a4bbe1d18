import { isOver, type FlinkJob, VERTICES } from "../streaming/flink-job.ts";
import { SLOTS_EACH } from "../streaming/flink-cluster.ts";
import type { StreamingPlatform } from "../streaming/streaming-platform.ts";
import { checkpointConfig, checkpointDetails, jobCheckpoints } from "./checkpoint-answers.ts";
import { broke, type FlinkAnswer, jobNotFound, ok, refused } from "./flink-answer.ts";
import type { FlinkRequest } from "./flink-request.ts";
import { jobConfig, jobDetails, jobExceptions, jobMetrics, jobOverview } from "./job-answers.ts";
import { metricsAnswer, subtaskMetricsAnswer } from "./metric-answers.ts";
import { backpressure, FETCH_MS, vertexMetrics } from "./vertex-answers.ts";

/** What a reader has caused by reading: Flink fetches metrics only once they are asked for. */
export interface Reading {
  /** Since when the metrics of this attempt of a job are asked for, ms ago; 0: just now for the first time. */
  askedMs(job: FlinkJob): number;
}

/** Answers a GET; null: there is no such path. */
export function readCluster(
  platform: StreamingPlatform,
  { path, query }: FlinkRequest,
  reading: Reading,
  nowMs: number,
): FlinkAnswer | null {
  const { cluster } = platform;
  switch (path) {
    case "/overview":
      return ok(overview(platform));
    case "/config":
      return ok({
        "refresh-interval": 3000,
        "timezone-name": "Coordinated Universal Time",
        "timezone-offset": 0,
        "flink-version": "2.3.0",
        "flink-revision": "c0f8d1a @ sandbox",
        features: { "web-submit": true, "web-cancel": true, "web-rescale": false, "web-history": false },
      });
    case "/jobs":
      return ok({ jobs: cluster.jobs.map(({ jid, state }) => ({ id: jid, status: state })) });
    case "/jobs/overview":
      return ok({ jobs: cluster.jobs.map((job) => jobOverview(job, cluster, nowMs)) });
    case "/jars":
      return ok({
        address: "http://127.0.0.1:8081",
        files: cluster.jars.map(({ id, name, uploadedMs }) => ({ id, name, uploaded: uploadedMs, entry: [] })),
      });
    case "/taskmanagers":
      return ok({ taskmanagers: taskManagers(platform, nowMs) });
  }
  const [, id, rest] = /^\/jobs\/([^/]+)(\/.*)?$/.exec(path) ?? [];
  if (id === undefined) return null;
  if (!/^[0-9a-fA-F]{32}$/.test(id)) return refused(400, `Cannot resolve path parameter (jobid) from value "${id}".`);
  const job = cluster.job(id.toLowerCase());
  if (job === undefined) return jobNotFound(id);
  return readJob(platform, job, rest ?? "", query, reading, nowMs);
}

function readJob(
  platform: StreamingPlatform,
  job: FlinkJob,
  rest: string,
  query: URLSearchParams,
  reading: Reading,
  nowMs: number,
): FlinkAnswer | null {
  const { cluster } = platform;
  switch (rest) {
    case "":
      return ok(jobDetails(job, cluster, nowMs, reading.askedMs(job) >= FETCH_MS));
    case "/config":
      return ok(jobConfig(job));
    case "/exceptions":
      return ok(jobExceptions(job, Number(query.get("maxExceptions") ?? "20")));
    case "/checkpoints":
      return ok(jobCheckpoints(job, earlyFailures(job), nowMs));
    case "/checkpoints/config":
      return ok(checkpointConfig(job));
    case "/metrics":
      return metricsAnswer(jobMetrics(job, nowMs), query);
    case "/resource-requirements":
      return cluster.scheduler === "Adaptive" ? ok(requirements(job)) : broke(NOT_ADAPTIVE);
  }
  const savepoint = /^\/savepoints\/([0-9a-f]{32})$/.exec(rest)?.[1];
  if (savepoint !== undefined) return savepointAnswer(platform, job, savepoint, nowMs);
  const detail = /^\/checkpoints\/details\/(\d+)$/.exec(rest)?.[1];
  if (detail !== undefined) {
    const { underWay, ended } = job.checkpoints;
    const one = [...(underWay === null ? [] : [underWay]), ...ended].find(({ id }) => id === Number(detail));
    return one === undefined
      ? refused(404, `Could not find checkpointing statistics for checkpoint ${detail}.`)
      : ok(checkpointDetails(one, job, nowMs));
  }
  const [, vid, what] = /^\/vertices\/([0-9a-f]{32})\/(.+)$/.exec(rest) ?? [];
  return vid === undefined ? null : readVertex(platform, job, vid, what ?? "", query, reading, nowMs);
}

const NOT_ADAPTIVE =
  "java.util.concurrent.CompletionException: java.lang.UnsupportedOperationException: The DefaultScheduler does not support changing the parallelism without a job restart. This feature is currently only expected to work with the AdaptiveScheduler.";

function readVertex(
  platform: StreamingPlatform,
  job: FlinkJob,
  vid: string,
  what: string,
  query: URLSearchParams,
  reading: Reading,
  nowMs: number,
): FlinkAnswer | null {
  const vertex = VERTICES.find(({ id }) => id === vid)?.key;
  const askedMs = reading.askedMs(job);
  if (what === "backpressure")
    return vertex === undefined ? ok({ status: "deprecated" }) : backpressure(job, vertex, askedMs, nowMs);
  if (vertex === undefined || !/^(subtasks\/)?metrics$/.test(what)) return null;
  const found = askedMs < FETCH_MS ? new Map<string, string>() : vertexMetrics(platform, job, vertex, nowMs);
  return what === "metrics" ? metricsAnswer(found, query) : subtaskMetricsAnswer(found, query);
}

/** A checkpoint that was triggered before all tasks ran is counted as failed, and nowhere else to be seen; so it goes with about half of all jobs. */
function earlyFailures(job: FlinkJob): number {
  return Number.parseInt(job.jid.slice(-1), 16) % 2;
}

function requirements(job: FlinkJob): unknown {
  return Object.fromEntries(
    VERTICES.map(({ key, id }) => {
      const { lower, upper } = job.bounds.get(key) ?? { lower: 1, upper: 1 };
      return [id, { parallelism: { lowerBound: lower, upperBound: upper } }];
    }),
  );
}

/** A savepoint that failed is COMPLETED as well. */
function savepointAnswer({ cluster }: StreamingPlatform, job: FlinkJob, id: string, nowMs: number): FlinkAnswer {
  const found = cluster.savepoints.get(id);
  if (found === undefined || found.jid !== job.jid)
    return refused(404, `There is no savepoint operation with triggerId=${id} for job ${job.jid}.`);
  if (found.endsMs > nowMs || (found.failure === null && cluster.isSaving(id)))
    return ok({ status: { id: "IN_PROGRESS" }, operation: null });
  const { failure, path } = found;
  const operation =
    failure === null
      ? { location: path }
      : { "failure-cause": { class: failure.class, "stack-trace": failure.message, "serialized-throwable": "" } };
  return ok({ status: { id: "COMPLETED" }, operation });
}

function overview({ cluster }: StreamingPlatform): unknown {
  const count = (test: (job: FlinkJob) => boolean) => cluster.jobs.filter(test).length;
  return {
    taskmanagers: cluster.taskManagers,
    "slots-total": cluster.taskManagers * SLOTS_EACH,
    "slots-available": cluster.freeSlots(),
    "jobs-running": count((job) => !isOver(job)),
    "jobs-finished": count(({ state }) => state === "FINISHED"),
    "jobs-cancelled": count(({ state }) => state === "CANCELED"),
    "jobs-failed": count(({ state }) => state === "FAILED"),
    "flink-version": "2.3.0",
    "flink-commit": "c0f8d1a",
  };
}

function taskManagers({ cluster }: StreamingPlatform, nowMs: number): readonly unknown[] {
  const taken = cluster.taskManagers * SLOTS_EACH - cluster.freeSlots();
  return Array.from({ length: cluster.taskManagers }, (_, at) => {
    // The first one is filled first.
    const used = Math.min(SLOTS_EACH, Math.max(0, taken - at * SLOTS_EACH));
    return {
      id: `tm-${at + 1}`,
      path: `pekko.tcp://flink@taskmanager-${at + 1}:6122/user/rpc/taskmanager_0`,
      dataPort: 6121,
      jmxPort: -1,
      timeSinceLastHeartbeat: nowMs,
      slotsNumber: SLOTS_EACH,
      freeSlots: SLOTS_EACH - used,
      assignedTasks: used * VERTICES.length,
      totalResource: {},
      freeResource: {},
      hardware: {
        cpuCores: 8,
        physicalMemory: 33_554_432_000,
        freeMemory: 8_589_934_592,
        managedMemory: 4_294_967_296,
      },
      memoryConfiguration: {},
    };
  });
}
