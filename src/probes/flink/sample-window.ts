import type { FlinkJob } from "../../clients/flink-client.ts";

/**
 * How far back a sample of Flink's shares of time looks: each is a mean over a minute (its TimerGauge keeps twelve values, one every 5 s), and the
 * JobManager fetches them anew every 10 s by default.
 */
const SAMPLE_MS = 70_000;

/** Less for tasks that began since: they measure anew. */
export function sampleWindowMs(job: FlinkJob | null): number {
  // Where one does not say since when it runs, it may run for long.
  const upMs = (job?.vertices ?? []).map(({ beganAtMs }) => (job?.nowMs ?? 0) - (beganAtMs ?? 0));
  return upMs.length === 0 ? SAMPLE_MS : Math.min(SAMPLE_MS, Math.max(0, ...upMs));
}
