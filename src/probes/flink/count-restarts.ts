import type { JobDetail } from "./job-facts.ts";

export interface Restarts {
  readonly count: number;
  /** Flink keeps 16 failures: where all of them lie in the window there may have been more. */
  readonly isAtLeast: boolean;
}

/**
 * How often the job was restarted after a failure within the window. The counter counts from the job's begin, with rescales: it is the number
 * where the job is younger than the window, and the most otherwise. In between, each failure that is kept was one restart.
 */
export function countRestarts(
  { job, exceptions, exceptionsTruncated, restartsTotal, rescalesTotal }: JobDetail,
  windowMs: number,
): Restarts {
  const fromMs = job.nowMs - windowMs;
  const failures = exceptions.filter((one) => one.atMs >= fromMs).length;
  const total = restartsTotal === null ? null : Math.max(0, restartsTotal - (rescalesTotal ?? 0));
  if (total !== null && job.startedAtMs >= fromMs) return { count: total, isAtLeast: false };
  const all = failures > 0 && failures === exceptions.length && (exceptionsTruncated || failures >= KEPT);
  if (total === null) return { count: failures, isAtLeast: all };
  return { count: Math.min(failures, total), isAtLeast: all && failures < total };
}

const KEPT = 16;
