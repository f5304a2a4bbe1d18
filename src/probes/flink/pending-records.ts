import { ClientError } from "../../clients/client-error.ts";
import type { FlinkClient, FlinkJob } from "../../clients/flink-client.ts";
import type { Evidence } from "../../core/check/check-result.ts";

/** Names end so in every source that can tell, Kafka's among them; operator names come before. */
const PENDING = /(?:^|\.)pendingRecords$/;

/**
 * What the job's sources have still to fetch, in records; null where none tells (no Kafka source, or no record has come yet). What is fetched and
 * waits in buffers is not among them. An advisory number: a failure to read it is null too.
 */
export async function pendingRecords(flink: FlinkClient, job: FlinkJob, signal: AbortSignal): Promise<number | null> {
  const fed = new Set(job.edges.map((edge) => edge.to));
  const sources = job.vertices.filter((vertex) => !fed.has(vertex.id));
  try {
    const sums = await Promise.all(sources.map((source) => ofSource(flink, job.id, source.id, signal)));
    const known = sums.filter((sum) => sum !== null);
    return known.length === 0 ? null : known.reduce((total, sum) => total + sum, 0);
  } catch (error) {
    if (error instanceof ClientError && !signal.aborted) return null;
    throw error;
  }
}

/** Nothing where no source tells: that is no zero. */
export function pendingEvidence({ pendingRecords }: { readonly pendingRecords: number | null }): readonly Evidence[] {
  return pendingRecords === null
    ? []
    : [{ what: "left to fetch by its sources", value: pendingRecords, unit: "records" }];
}

async function ofSource(flink: FlinkClient, job: string, vertex: string, signal: AbortSignal): Promise<number | null> {
  const names = (await flink.metricNames(job, vertex, signal)).filter((name) => PENDING.test(name));
  const sums = await flink.vertexSums(job, vertex, names.slice(0, 20), signal);
  return sums.size === 0 ? null : [...sums.values()].reduce((total, sum) => total + sum, 0);
}
