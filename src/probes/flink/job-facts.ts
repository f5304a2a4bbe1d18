import type {
  FlinkClient,
  FlinkException,
  FlinkJob,
  FlinkJobSummary,
  FlinkOverview,
} from "../../clients/flink-client.ts";
import { type JobChoice, chooseJob } from "./job-choice.ts";
import { restartStrategyOf, type RestartStrategy } from "./restart-strategy.ts";
import { pendingRecords } from "./pending-records.ts";

export interface JobFacts {
  readonly choice: JobChoice;
  readonly cluster: FlinkOverview;
  /** Of the chosen job; null without one. */
  readonly job: JobDetail | null;
}

export interface JobDetail {
  readonly job: FlinkJob;
  readonly tasks: FlinkJobSummary["tasks"];
  readonly exceptions: readonly FlinkException[];
  readonly exceptionsTruncated: boolean;
  /** Since the job began; null where the JobManager does not tell (any more). */
  readonly restartsTotal: number | null;
  readonly rescalesTotal: number | null;
  readonly pendingRecords: number | null;
  readonly strategy: RestartStrategy | null;
}

/** Rejects with ClientError. */
export async function gatherJob(
  flink: FlinkClient,
  wanted: Parameters<typeof chooseJob>[1],
  signal: AbortSignal,
): Promise<JobFacts> {
  const [choice, cluster] = await Promise.all([chooseJob(flink, wanted, signal), flink.overview(signal)]);
  return { choice, cluster, job: choice.chosen === null ? null : await detailOf(flink, choice.chosen, signal) };
}

async function detailOf(flink: FlinkClient, { id, tasks }: FlinkJobSummary, signal: AbortSignal): Promise<JobDetail> {
  const [job, { entries, truncated }, metrics, strategy] = await Promise.all([
    flink.job(id, signal),
    flink.exceptions(id, signal),
    flink.jobMetrics(id, ["numRestarts", "numRescales"], signal),
    restartStrategyOf(flink, id, signal),
  ]);
  return {
    job,
    tasks,
    exceptions: entries,
    exceptionsTruncated: truncated,
    restartsTotal: metrics.get("numRestarts") ?? null,
    rescalesTotal: metrics.get("numRescales") ?? null,
    pendingRecords: await pendingRecords(flink, job, signal),
    strategy,
  };
}
