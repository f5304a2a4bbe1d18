import { findFault } from "../../../src/sandbox/faults/index.ts";
import type { FlinkJob } from "../../../src/sandbox/streaming/flink-job.ts";
import type { StreamingFault } from "../../../src/sandbox/streaming/streaming-fault.ts";
import { JOB_NAME, StreamingPlatform } from "../../../src/sandbox/streaming/streaming-platform.ts";

export const STARTED_AT_MS = 1_795_000_000_000;

/** A pipeline under a fault, by its name or itself, brought to `sinceStartMs`. */
export function pipeline(fault: string | StreamingFault, sinceStartMs = 0, seed = 1): StreamingPlatform {
  const found = typeof fault === "string" ? findFault(fault)?.streaming : fault;
  if (found === undefined) throw new Error(`${String(fault)} is no fault of the pipeline`);
  const platform = new StreamingPlatform(found, seed, STARTED_AT_MS);
  platform.advanceTo(STARTED_AT_MS + sinceStartMs);
  return platform;
}

/** The newest job of the pipeline. */
export function jobOf({ cluster }: StreamingPlatform): FlinkJob {
  const job = cluster.jobs.find(({ name }) => name === JOB_NAME);
  if (job === undefined) throw new Error("the cluster has no such job");
  return job;
}

/** Records that the group has not committed, all partitions together. */
export function committedLag(platform: StreamingPlatform): number {
  return sum(
    platform.partitions.map(({ log, topic, partition }) => {
      const committed = platform.committedOffset(topic, partition) ?? 0;
      return log.highWatermark(platform.nowMs) - committed;
    }),
  );
}

/** Records that the job has not read. */
export function pending(platform: StreamingPlatform): number {
  const { positions } = jobOf(platform);
  return sum(
    platform.partitions.map(({ log, topic, partition }) => {
      return log.highWatermark(platform.nowMs) - Math.floor(positions.get(`${topic}/${partition}`) ?? 0);
    }),
  );
}

/** Age of the oldest record that is there and not committed, seconds. */
export function lagSeconds(platform: StreamingPlatform): number {
  const { nowMs } = platform;
  return Math.max(
    ...platform.partitions.map((one) => {
      const committed = platform.committedOffset(one.topic, one.partition) ?? 0;
      const offset = Math.max(committed, one.logStartOffset(nowMs));
      return offset >= one.log.highWatermark(nowMs) ? 0 : (nowMs - one.log.timestampOf(offset)) / 1000;
    }),
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((left, right) => left + right, 0);
}
