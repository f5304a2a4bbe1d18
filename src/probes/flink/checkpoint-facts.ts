import type { FlinkCheckpointConfig, FlinkCheckpoints, FlinkClient, FlinkJob } from "../../clients/flink-client.ts";
import { chooseJob, type JobChoice } from "./job-choice.ts";

export interface CheckpointFacts {
  readonly choice: JobChoice;
  /** null without a job. */
  readonly detail: {
    readonly job: FlinkJob;
    readonly checkpoints: FlinkCheckpoints;
    readonly config: FlinkCheckpointConfig;
  } | null;
}

/** Rejects with ClientError. */
export async function gatherCheckpoints(
  flink: FlinkClient,
  wanted: Parameters<typeof chooseJob>[1],
  signal: AbortSignal,
): Promise<CheckpointFacts> {
  const choice = await chooseJob(flink, wanted, signal);
  if (choice.chosen === null) return { choice, detail: null };
  const { id } = choice.chosen;
  const [job, checkpoints, config] = await Promise.all([
    flink.job(id, signal),
    flink.checkpoints(id, signal),
    flink.checkpointConfig(id, signal),
  ]);
  return { choice, detail: { job, checkpoints, config } };
}
