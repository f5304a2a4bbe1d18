import { spanWords } from "../moment.ts";
import type { Restarts } from "./count-restarts.ts";
import type { JobFacts } from "./job-facts.ts";

/** In which a job is while it comes back. FAILING is none of them: Flink goes on from there to FAILED. */
const COMING_BACK = ["RESTARTING", "CREATED", "INITIALIZING", "RUNNING"];

/**
 * How long a job that failed once still has to come back, in words; null where that is not so. Flink waits for the delay of its restart strategy, where
 * that is told, and then its tasks have as long as those of a new job. Until then nobody knows whether it recovers: it is neither well nor failing. Of a
 * second failure within the window, or without any TaskManager, more is known than that. The counter lags behind by some seconds, the failures do not.
 */
export function loneRestart(
  { job: detail, cluster }: JobFacts,
  { count }: Restarts,
  { windowMs, startupMs }: { readonly windowMs: number; readonly startupMs: number },
): string | null {
  if (detail === null || cluster.taskManagers === 0 || !COMING_BACK.includes(detail.job.state)) return null;
  const { job, exceptions, strategy } = detail;
  const failures = exceptions.filter(({ atMs }) => atMs >= job.nowMs - windowMs);
  const [failure] = failures;
  if (count > 1 || failures.length > 1) return null;
  const sinceMs = failure?.atMs ?? (job.state === "RESTARTING" ? job.enteredAtMs["RESTARTING"] : undefined);
  const patienceMs = (strategy?.delayMs ?? 0) + startupMs;
  if (sinceMs === undefined || job.nowMs - sinceMs >= patienceMs) return null;
  return `it failed once, and has ${spanWords(patienceMs)} to come back`;
}
