import * as z from "zod";
import type { FlinkClient, FlinkJobSummary } from "../../clients/flink-client.ts";
import { findJobs, type FoundJobs } from "../../clients/flink/find-jobs.ts";
import { plainText } from "../../core/text/plain-text.ts";

/** How many names are recorded, and how long each may be. */
const NAMES_MOST = 10;
const NAME_LONGEST = 80;

export const jobArgs = {
  job: z.string().min(1).describe("the job's name; * stands for any text"),
  several: z
    .enum(["inconclusive", "newest"])
    .default("inconclusive")
    .describe("what to make of several running jobs of that name: nothing, or look at the newest"),
};

export interface JobChoice {
  /** The one that is looked at; null where there is none, or where several run and nobody said which. */
  readonly chosen: FlinkJobSummary | null;
  readonly running: number;
  /** Names of the running jobs that fit; bounded. */
  readonly matching: readonly string[];
  /** Names of all other jobs that the JobManager knows, for one that is not there; bounded. */
  readonly others: readonly string[];
}

/** Which job is meant: the running one, else the one that ended last. */
export async function chooseJob(
  flink: FlinkClient,
  { job, several }: { readonly job: string; readonly several: "inconclusive" | "newest" },
  signal: AbortSignal,
): Promise<JobChoice> {
  const jobs = await flink.jobs(signal);
  const { live, over }: FoundJobs = findJobs(jobs, job);
  const fits = new Set([...live, ...over]);
  return {
    chosen: live.length > 1 && several === "inconclusive" ? null : (live[0] ?? over[0] ?? null),
    running: live.length,
    matching: namesOf(live),
    others: namesOf(jobs.filter((one) => !fits.has(one))),
  };
}

function namesOf(jobs: readonly FlinkJobSummary[]): readonly string[] {
  return [...new Set(jobs.map(({ name }) => plainText(name, NAME_LONGEST)))].slice(0, NAMES_MOST);
}

/** Why no job was chosen, in words. */
export function noJobWords({ running, matching, others }: JobChoice, pattern: string): string {
  const name = JSON.stringify(plainText(pattern, NAME_LONGEST));
  if (running > 1) return `${running} running jobs are named ${name}: ${matching.join(", ")}`;
  const there = others.length === 0 ? "the JobManager knows no other either" : `there are: ${others.join(", ")}`;
  return `no job is named ${name}; ${there}`;
}
