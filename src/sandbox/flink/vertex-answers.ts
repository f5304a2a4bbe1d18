import { drawFrom } from "../random.ts";
import { type FlinkJob, tasksRun, type VertexKey } from "../streaming/flink-job.ts";
import { partitionKey } from "../streaming/record-flow.ts";
import type { StreamingPlatform } from "../streaming/streaming-platform.ts";
import type { Partition } from "../streaming/topics.ts";
import { broke, type FlinkAnswer, ok } from "./flink-answer.ts";

interface Load {
  readonly busy: number;
  readonly backpressured: number;
  readonly idle: number;
}

/** What each subtask of a vertex did lately: shares of its time; three decimals, as Flink counts ms of a second. */
function loads(job: FlinkJob, vertex: VertexKey, nowMs: number): readonly Load[] {
  const known = tasksRun(job, nowMs) ? (job.loads.get(vertex) ?? []) : [];
  return Array.from({ length: job.running.get(vertex) ?? 1 }, (_, at) => {
    const jitter = 0.01 * drawFrom(`${job.jid}/${vertex}/${at}/${Math.floor(nowMs / 1000)}`);
    const busy = round(Math.min(1, (known[at]?.busy ?? 0) + jitter));
    const backpressured = round(Math.min(1 - busy, known[at]?.backpressured ?? 0));
    return { busy, backpressured, idle: round(Math.max(0, 1 - busy - backpressured)) };
  });
}

function round(share: number): number {
  return Math.round(share * 1000) / 1000;
}

function level(ratio: number): "ok" | "low" | "high" {
  return ratio <= 0.1 ? "ok" : ratio <= 0.5 ? "low" : "high";
}

/** GET …/backpressure of a vertex. `asked` ms ago it was asked about first in this attempt; before Flink has fetched the metrics there is nothing. */
export function backpressure(job: FlinkJob, vertex: VertexKey, askedMs: number, nowMs: number): FlinkAnswer {
  if (job.state === "RUNNING" && askedMs < FETCH_MS) {
    return broke(
      "java.util.concurrent.CompletionException: java.util.NoSuchElementException: No value present\n\tat java.base/java.util.OptionalDouble.getAsDouble(OptionalDouble.java:141)\n\tat org.apache.flink.runtime.rest.handler.job.JobVertexBackPressureHandler.getMaxBackPressureRatio(JobVertexBackPressureHandler.java:197)",
    );
  }
  const fresh = tasksRun(job, nowMs) && nowMs - (job.tasksSinceMs ?? nowMs) < NO_SAMPLE_MS;
  const subtasks = loads(job, vertex, nowMs).map(({ busy, backpressured, idle }, subtask) => {
    const ratio = fresh ? 0 : backpressured;
    return {
      subtask,
      "attempt-number": Math.max(0, job.attempt - 1),
      backpressureLevel: level(ratio),
      ratio,
      idleRatio: fresh ? 0 : idle,
      busyRatio: fresh ? "NaN" : busy,
      "backpressure-level": level(ratio),
    };
  });
  const worst = level(Math.max(...subtasks.map(({ ratio }) => ratio)));
  return ok({
    status: "ok",
    backpressureLevel: worst,
    "end-timestamp": nowMs,
    subtasks,
    "backpressure-level": worst,
  });
}

/** Flink asks its TaskManagers for metrics only once somebody wants them. */
export const FETCH_MS = 700;
/** A task that just began has no measure of its busy time. */
const NO_SAMPLE_MS = 1500;

/** The metrics of a vertex's subtasks, "0.numRecordsIn" and so on, as texts. */
export function vertexMetrics(
  platform: StreamingPlatform,
  job: FlinkJob,
  vertex: VertexKey,
  nowMs: number,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (!tasksRun(job, nowMs)) return found;
  const subtasks = loads(job, vertex, nowMs);
  const records = Math.floor(job.recordsIn / subtasks.length);
  const perSecond = job.recordsPerSecond / subtasks.length;
  subtasks.forEach(({ busy, backpressured, idle }, subtask) => {
    const set = (name: string, value: number) => found.set(`${subtask}.${name}`, String(value));
    found.set(`${subtask}.busyTimeMsPerSecond`, (busy * 1000).toFixed(1));
    found.set(`${subtask}.backPressuredTimeMsPerSecond`, (backpressured * 1000).toFixed(1));
    found.set(`${subtask}.idleTimeMsPerSecond`, (idle * 1000).toFixed(1));
    set("numRecordsIn", records);
    set("numRecordsOut", vertex === "sink" ? 0 : records);
    set("numRecordsInPerSecond", perSecond);
    set("numRecordsOutPerSecond", vertex === "sink" ? 0 : perSecond);
  });
  if (vertex === "source") sourceMetrics(platform, job, subtasks.length, nowMs, found);
  return found;
}

function sourceMetrics(
  platform: StreamingPlatform,
  job: FlinkJob,
  parallelism: number,
  nowMs: number,
  found: Map<string, string>,
): void {
  // Known only once records have come.
  if (job.recordsIn < 1) return;
  const position = (one: Partition) => Math.floor(job.positions.get(partitionKey(one)) ?? 0);
  // As a read_committed consumer sees it: up to the last stable offset.
  const pending = (one: Partition) => Math.max(0, one.lastStableOffset(nowMs) - position(one));
  for (let subtask = 0; subtask < parallelism; subtask += 1) {
    const own = platform.partitions.filter((_, at) => at % parallelism === subtask);
    const name = `Source__zipline-in`;
    const waiting = own.map(pending);
    found.set(`${subtask}.${name}.pendingRecords`, String(waiting.reduce((sum, count) => sum + count, 0)));
    found.set(`${subtask}.${name}.numRecordsIn`, String(Math.floor(job.recordsIn / parallelism)));
    found.set(`${subtask}.${name}.KafkaSourceReader.commitsSucceeded`, String(job.checkpoints.counts.completed));
    found.set(`${subtask}.${name}.KafkaSourceReader.KafkaConsumer.records-lag-max`, String(Math.max(0, ...waiting)));
    for (const one of own) {
      const prefix = `${subtask}.${name}.KafkaSourceReader.topic.${one.topic}.partition.${one.partition}`;
      // The last record that was read, not the next one.
      found.set(`${prefix}.currentOffset`, String(position(one) - 1));
      found.set(`${prefix}.committedOffset`, String(platform.committedOffset(one.topic, one.partition) ?? -1));
    }
  }
}
