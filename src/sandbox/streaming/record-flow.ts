import type { FlinkJob, SubtaskLoad, VertexKey } from "./flink-job.ts";
import type { JobConditions } from "./streaming-fault.ts";
import type { Partition } from "./topics.ts";

/** Records that one subtask of the source, or of the sink, could do in a second: never what is short here. */
const EASY_PER_SECOND = 12_000;
/** The loads that Flink tells are those of the last seconds. */
const LOAD_MEMORY_MS = 2500;

export function partitionKey({ topic, partition }: { readonly topic: string; readonly partition: number }): string {
  return `${topic}/${partition}`;
}

/** The share of the records that each subtask of the transform gets. */
function keyShares(parallelism: number, hotShare: number | null): readonly number[] {
  const even = 1 / parallelism;
  const hot = hotShare === null || parallelism === 1 ? even : Math.max(hotShare, even);
  const other = parallelism === 1 ? 0 : (1 - hot) / (parallelism - 1);
  return Array.from({ length: parallelism }, (_, at) => (at === 0 ? hot : other));
}

/**
 * Lets a running job read for `stepMs`, up to `atMs`: as much as there is, or as the busiest subtask of the transform can do. What is read comes from
 * the partitions in proportion to what waits there.
 */
export function flow(
  job: FlinkJob,
  partitions: readonly Partition[],
  conditions: JobConditions,
  atMs: number,
  stepMs: number,
): number {
  const unread = new Set(conditions.unread.map(partitionKey));
  const waiting = partitions.map((partition) => {
    const key = partitionKey(partition);
    const written = partition.log.writtenAt(atMs);
    const stable = Math.min(written, partition.lastStableOffset(atMs) + (written % 1));
    const first = partition.logStartOffset(atMs);
    // What expired unread is gone: the source goes on with the earliest there is.
    const from = Math.max(job.positions.get(key) ?? first, unread.has(key) ? 0 : first);
    return { key, from, records: unread.has(key) ? 0 : Math.max(0, stable - from) };
  });
  const there = waiting.reduce((sum, { records }) => sum + records, 0);
  const shares = keyShares(job.running.get("transform") ?? 1, conditions.hotShare);
  const busiest = Math.max(...shares);
  const paused = job.checkpoints.underWay === null ? 0 : conditions.checkpoint.pauses;
  const most = (((1 - paused) * conditions.recordsPerSecond) / busiest) * (stepMs / 1000);
  const read = Math.min(there, most);
  for (const { key, from, records } of waiting) {
    job.positions.set(key, from + (there === 0 ? 0 : (records / there) * read));
  }
  job.recordsIn += read;
  const perSecond = (read / stepMs) * 1000;
  job.recordsPerSecond += (perSecond - job.recordsPerSecond) * Math.min(1, stepMs / LOAD_MEMORY_MS);
  // Tasks that a checkpoint stops are neither busy with records nor held back by them.
  const heldBack = there > most && paused === 0;
  const load = Math.min(1, stepMs / LOAD_MEMORY_MS);
  remember(
    job,
    "transform",
    load,
    shares.map((share) => ({ busy: (perSecond * share) / conditions.recordsPerSecond, backpressured: 0 })),
  );
  for (const vertex of ["source", "sink"] as const) {
    const parallelism = job.running.get(vertex) ?? 1;
    const busy = perSecond / parallelism / EASY_PER_SECOND;
    const backpressured = heldBack && vertex === "source" ? 1 - busy : 0;
    remember(
      job,
      vertex,
      load,
      Array.from({ length: parallelism }, () => ({ busy, backpressured })),
    );
  }
  return read;
}

function remember(job: FlinkJob, vertex: VertexKey, weight: number, now: readonly SubtaskLoad[]): void {
  const before = job.loads.get(vertex);
  if (before === undefined || before.length !== now.length) {
    // Until there are enough samples a source looks busy, never held back.
    const fresh = now.map(({ busy, backpressured }) => ({ busy: Math.max(busy, backpressured), backpressured: 0 }));
    job.loads.set(vertex, fresh);
    return;
  }
  before.forEach((load, at) => {
    load.busy += ((now[at]?.busy ?? 0) - load.busy) * weight;
    load.backpressured += ((now[at]?.backpressured ?? 0) - load.backpressured) * weight;
  });
}
