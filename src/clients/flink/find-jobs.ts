import type { FlinkJobSummary } from "../flink-client.ts";

/** States that a job does not leave by itself. */
const OVER = new Set(["CANCELED", "FAILED", "FINISHED", "SUSPENDED"]);

export function isOver(state: string): boolean {
  return OVER.has(state);
}

/** Whether a name is as the pattern says: `*` is any text, also none; everything else is itself. Linear in the name's length. */
export function isNamed(pattern: string, name: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return name === pattern;
  if (!name.startsWith(first) || name.length < first.length + last.length || !name.endsWith(last)) return false;
  const end = name.length - last.length;
  let from = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, from);
    if (found < 0 || found + part.length > end) return false;
    from = found + part.length;
  }
  return true;
}

export interface FoundJobs {
  /** That are not over, the newest first. */
  readonly live: readonly FlinkJobSummary[];
  /** That are, the one that ended last first. */
  readonly over: readonly FlinkJobSummary[];
}

/** The jobs whose name is as the pattern says. */
export function findJobs(jobs: readonly FlinkJobSummary[], pattern: string): FoundJobs {
  const named = jobs.filter((job) => isNamed(pattern, job.name));
  return {
    live: named.filter((job) => !isOver(job.state)).sort((a, b) => b.startedAtMs - a.startedAtMs),
    over: named
      .filter((job) => isOver(job.state))
      .sort((a, b) => (b.endedAtMs ?? b.startedAtMs) - (a.endedAtMs ?? a.startedAtMs)),
  };
}
