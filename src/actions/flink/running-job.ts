import type { FlinkCheckpointConfig, FlinkClient, FlinkJob, FlinkOverview } from "../../clients/flink-client.ts";
import { findJobs } from "../../clients/flink/find-jobs.ts";
import { PlanRefusal } from "../action.ts";

export interface RunningJob {
  readonly job: FlinkJob;
  readonly config: FlinkCheckpointConfig;
  readonly cluster: FlinkOverview;
}

/**
 * The one job of that name that is there. Throws PlanRefusal for none and for several: nobody said which. A name that no job has, not even one that ended, is
 * mistyped, renamed, or forgotten by a JobManager that was restarted.
 */
export async function runningJob(flink: FlinkClient, pattern: string, signal: AbortSignal): Promise<RunningJob> {
  const { live, over } = findJobs(await flink.jobs(signal), pattern);
  const [one, ...more] = live;
  if (one === undefined) {
    if (over[0] !== undefined) throw new PlanRefusal("not-now", `no job named ${pattern} runs: it is ${over[0].state}`);
    throw new PlanRefusal("unfit", `no job named ${pattern} runs, and none that has ended is known`);
  }
  if (more.some(({ name }) => name !== one.name))
    throw new PlanRefusal(
      "unfit",
      `${pattern} names several jobs that run: ${namesOf(live)}; give the whole name of one`,
    );
  if (more.length > 0)
    throw new PlanRefusal(
      "not-now",
      `${live.length} jobs named ${pattern} run: ${live.map(({ id }) => id).join(", ")}; stop all but one`,
    );
  const [job, config, cluster] = await Promise.all([
    flink.job(one.id, signal),
    flink.checkpointConfig(one.id, signal),
    flink.overview(signal),
  ]);
  return { job, config, cluster };
}

function namesOf(jobs: readonly { readonly name: string }[]): string {
  return [...new Set(jobs.map(({ name }) => name))].join(", ");
}
