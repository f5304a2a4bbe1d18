import { type FlinkJob, isOver, tasksRun, VERTICES } from "../streaming/flink-job.ts";
import { taskCount } from "../streaming/job-step.ts";
import type { FlinkCluster } from "../streaming/flink-cluster.ts";

const TASK_STATES = [
  "CREATED",
  "SCHEDULED",
  "DEPLOYING",
  "INITIALIZING",
  "RUNNING",
  "FINISHED",
  "CANCELING",
  "CANCELED",
  "FAILED",
  "RECONCILING",
] as const;

const JOB_STATES = [
  "INITIALIZING",
  "CREATED",
  "RUNNING",
  "FAILING",
  "FAILED",
  "CANCELLING",
  "CANCELED",
  "FINISHED",
  "RESTARTING",
  "SUSPENDED",
  "RECONCILING",
] as const;

/** The state that all tasks of a job are in. */
function taskState(job: FlinkJob, nowMs: number): (typeof TASK_STATES)[number] {
  if (job.state === "FINISHED" || job.state === "CANCELED") return job.state;
  if (job.state === "FAILED" || job.state === "RESTARTING") return job.state === "FAILED" ? "FAILED" : "CANCELED";
  if (tasksRun(job, nowMs)) return "RUNNING";
  return job.state === "RUNNING" ? "DEPLOYING" : "CREATED";
}

function tasks(job: FlinkJob, count: number, nowMs: number): Record<string, number> {
  const state = taskState(job, nowMs);
  return Object.fromEntries(TASK_STATES.map((one) => [one, one === state ? count : 0]));
}

/** GET /jobs/overview, one job of it. */
export function jobOverview(job: FlinkJob, { scheduler }: FlinkCluster, nowMs: number): unknown {
  const all = tasks(job, taskCount(job), nowMs);
  const counts = Object.entries(all).map(([state, count]) => [state.toLowerCase(), count]);
  return {
    jid: job.jid,
    name: job.name,
    jobType: "STREAMING",
    schedulerType: scheduler,
    "start-time": job.submittedMs,
    "end-time": job.endedMs ?? -1,
    duration: (job.endedMs ?? nowMs) - job.submittedMs,
    state: job.state,
    "last-modification": Math.max(...Object.values(job.since)),
    tasks: { ...Object.fromEntries(counts), total: taskCount(job) },
    "pending-operators": 0,
  };
}

/** GET /jobs/:id. The vertices' record counts are complete from the second look at them on. */
export function jobDetails(job: FlinkJob, { scheduler }: FlinkCluster, nowMs: number, counted: boolean): unknown {
  const beganMs = job.tasksSinceMs ?? job.submittedMs;
  const records = counted ? Math.floor(job.recordsIn) : 0;
  return {
    jid: job.jid,
    "application-id": job.jid,
    name: job.name,
    isStoppable: false,
    state: job.state,
    "job-type": "STREAMING",
    schedulerType: scheduler,
    "start-time": job.submittedMs,
    "end-time": job.endedMs ?? -1,
    duration: (job.endedMs ?? nowMs) - job.submittedMs,
    maxParallelism: -1,
    now: nowMs,
    timestamps: Object.fromEntries(
      JOB_STATES.map((state) => [
        state,
        state === "INITIALIZING" ? job.submittedMs : ((job.since as Partial<Record<string, number>>)[state] ?? 0),
      ]),
    ),
    vertices: VERTICES.filter(({ key }) => job.running.has(key)).map(({ key, id, name }) => ({
      id,
      slotSharingGroupId: "8b1f0e0a94b7a4ab3b9c3c8a1f6b6d01",
      name,
      maxParallelism: 128,
      parallelism: job.running.get(key) ?? 1,
      status: taskState(job, nowMs),
      "start-time": beganMs,
      "end-time": job.endedMs ?? -1,
      duration: (job.endedMs ?? nowMs) - beganMs,
      tasks: tasks(job, job.running.get(key) ?? 1, nowMs),
      metrics: {
        "read-bytes": key === "source" ? 0 : records * 210,
        "read-bytes-complete": counted,
        "write-bytes": key === "sink" ? 0 : records * 210,
        "write-bytes-complete": counted,
        "read-records": key === "source" ? 0 : records,
        "read-records-complete": counted,
        "write-records": key === "sink" ? 0 : records,
        "write-records-complete": counted,
        "accumulated-backpressured-time": 0,
        "accumulated-idle-time": 0,
        "accumulated-busy-time": 0,
      },
    })),
    "status-counts": tasks(job, job.running.size, nowMs),
    plan: {
      jid: job.jid,
      name: job.name,
      type: "STREAMING",
      nodes: VERTICES.map(({ key, id, name }, at) => ({
        id,
        parallelism: job.running.get(key) ?? 1,
        operator: "",
        operator_strategy: "",
        description: `${name}<br/>`,
        inputs:
          at === 0
            ? []
            : [
                {
                  num: 0,
                  id: VERTICES[at - 1]?.id,
                  ship_strategy: at === 1 ? "HASH" : "FORWARD",
                  exchange: "pipelined_bounded",
                },
              ],
        optimizer_properties: {},
      })),
    },
    "pending-operators": 0,
  };
}

/** GET /jobs/:id/config. */
export function jobConfig(job: FlinkJob): unknown {
  return {
    jid: job.jid,
    name: job.name,
    "execution-config": {
      "restart-strategy": job.restarts
        ? "Restart with fixed delay (PT2S). #1000000 restart attempts."
        : "Restart deactivated.",
      "job-parallelism": job.parallelism,
      "object-reuse-mode": false,
      "user-config": {},
    },
  };
}

/** GET /jobs/:id/exceptions. */
export function jobExceptions(job: FlinkJob, most: number): unknown {
  const entries = job.exceptions.slice(0, most).map(({ name, stacktrace, atMs, task }) => ({
    exceptionName: name,
    stacktrace,
    timestamp: atMs,
    failureLabels: {},
    ...(task === null ? {} : { taskName: task, endpoint: "taskmanager-1:6122", taskManagerId: "tm-1" }),
    concurrentExceptions: [],
  }));
  const truncated = job.exceptions.length > entries.length || job.failures > job.exceptions.length;
  return { exceptionHistory: { entries, truncated } };
}

/** GET /jobs/:id/metrics: all that Flink has of a job. */
export function jobMetrics(job: FlinkJob, nowMs: number): ReadonlyMap<string, string> {
  const { latest, counts, underWay } = job.checkpoints;
  const last = latest.completed;
  const runs = tasksRun(job, nowMs);
  return new Map([
    // A rescale counts as a restart too.
    ["numRestarts", String(job.failures + job.rescales)],
    ["numRescales", String(job.rescales)],
    ["uptime", String(job.state === "RUNNING" ? nowMs - (job.since.RUNNING ?? nowMs) : isOver(job) ? -1 : 0)],
    ["downtime", String(runs || isOver(job) ? 0 : nowMs - Math.max(...Object.values(job.since)))],
    ["restartingTime", String(job.state === "RESTARTING" ? nowMs - (job.since.RESTARTING ?? nowMs) : 0)],
    ["numberOfCompletedCheckpoints", String(counts.completed)],
    ["numberOfFailedCheckpoints", String(counts.failed)],
    ["numberOfInProgressCheckpoints", underWay === null ? "0" : "1"],
    ["lastCheckpointDuration", last === null ? "-1" : String(last.endsMs - last.triggerMs)],
    ["lastCheckpointSize", last === null ? "-1" : String(last.stateBytes)],
  ]);
}
