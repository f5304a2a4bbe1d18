import type { FlinkCheckpointConfig, FlinkClient, FlinkJob, FlinkOverview } from "../../clients/flink-client.ts";
import { findJobs } from "../../clients/flink/find-jobs.ts";
import { PlanRefusal } from "../action.ts";

export interface RunningJob {
  readonly job: FlinkJob;
  readonly config: FlinkCheckpointConfig;
  readonly cluster: FlinkOverview;
}

/** The one job of that name that is there. Throws PlanRefusal for none and for several: nobody said which. */
export async function runningJob(flink: FlinkClient, pattern: string, signal: AbortSignal): Promise<RunningJob> {
  const { live } = findJobs(await flink.jobs(signal), pattern);
  const [one, ...more] = live;
  if (one === undefined) throw new PlanRefusal(`no job named ${pattern} runs`);
  if (more.length > 0)
    throw new PlanRefusal(
      `${live.length} jobs named ${pattern} run: ${live.map(({ id }) => id).join(", ")}; stop all but one`,
    );
  const [job, config, cluster] = await Promise.all([
    flink.job(one.id, signal),
    flink.checkpointConfig(one.id, signal),
    flink.overview(signal),
  ]);
  return { job, config, cluster };
}
