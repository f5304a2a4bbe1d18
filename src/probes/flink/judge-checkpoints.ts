import type { z } from "zod";
import { isOver } from "../../clients/flink/find-jobs.ts";
import type { Judgement } from "../../core/check/check-result.ts";
import type { Verdict } from "../../core/check/verdict.ts";
import { maskMessage } from "../logs/mask-message.ts";
import { spanWords } from "../moment.ts";
import type { CheckpointFacts } from "./checkpoint-facts.ts";
import type { checkpointsObserved } from "./checkpoints-observed.ts";
import { noJobWords } from "./job-choice.ts";
import { type CheckpointReading, type CheckpointRules, readCheckpoints } from "./read-checkpoints.ts";

type Observed = z.infer<typeof checkpointsObserved>;

const MESSAGE_LONGEST = 160;
const GROWTH_SAID = 1.5;

/** Fails when checkpoints fail, take most of their time, or come no more. Passes only while the job runs and one completed within the limit. */
export function judgeCheckpoints(
  { choice, detail }: CheckpointFacts,
  rules: CheckpointRules & { readonly job: string },
): Judgement {
  if (detail === null) return judgement("inconclusive", noJobWords(choice, rules.job), NOTHING, null, rules);
  const { job, checkpoints, config } = detail;
  const reading = readCheckpoints(job, checkpoints, config, rules);
  const observed = observedOf(detail, reading);
  const said = { verdict: verdictOf(job.state, config.intervalMs, reading), words: wordsOf(observed, reading, rules) };
  if (config.intervalMs === null && !isOver(job.state))
    said.words = "periodic checkpoints are off: nothing is kept, and no offset is committed";
  else if (job.state !== "RUNNING") said.words = `the job is ${job.state}; ${said.words}`;
  return judgement(said.verdict, said.words, observed, reading, rules);
}

/**
 * How far back it reaches what is told, ms, by the JobManager's clock. That all is well is told by the newest that completed: one from before a change
 * says nothing of what the change did. That they fail, or come no more, is so now.
 */
export function toldOfMs(facts: CheckpointFacts, rules: CheckpointRules & { readonly job: string }): number {
  if (facts.detail === null || judgeCheckpoints(facts, rules).verdict === "fail") return 0;
  const { job, checkpoints, config } = facts.detail;
  return readCheckpoints(job, checkpoints, config, rules).ageMs ?? 0;
}

function verdictOf(state: string, intervalMs: number | null, reading: CheckpointReading): Verdict {
  if (isOver(state) || intervalMs === null) return "inconclusive";
  if (reading.isFailing || reading.isSlow || reading.isStale) return "fail";
  // While the job does not run none is taken, and what completed before says nothing of the next.
  if (state !== "RUNNING" || reading.isOverdue) return "inconclusive";
  return reading.ageMs === null ? "inconclusive" : "pass";
}

function wordsOf(observed: Observed, reading: CheckpointReading, rules: CheckpointRules): string {
  const { ageMs, durationMs, lastDurationMs, failedInWindow, staleAfterMs, upMs } = reading;
  const age = ageMs === null ? "none has completed yet" : `the last one completed ${spanWords(ageMs)} ago`;
  if (reading.isFailing) {
    const why = observed.failureMessage === null ? "" : `: ${observed.failureMessage}`;
    return `${failedInWindow.length} failed in ${spanWords(rules.windowMs)}${why}; ${age}`;
  }
  if (reading.isSlow) {
    const timeout = (observed.timeoutSeconds ?? 0) * 1_000;
    return `slow: ${spanWords(durationMs ?? 0)} of at most ${spanWords(timeout)}; ${age}`;
  }
  if (reading.isStale) return `${age} (limit ${spanWords(staleAfterMs ?? 0)})`;
  if (reading.isOverdue && ageMs !== null && observed.state === "RUNNING")
    return `${age} (limit ${spanWords(staleAfterMs ?? 0)}), and the job runs for only ${spanWords(upMs)}`;
  const took = lastDurationMs === null ? "" : `, took ${spanWords(lastDurationMs)}`;
  return `${age}${took}`;
}

function judgement(
  verdict: Verdict,
  summary: string,
  observed: Observed,
  reading: CheckpointReading | null,
  rules: CheckpointRules,
): Judgement {
  const { staleAfterMs = null } = reading ?? {};
  return {
    verdict,
    summary,
    observed,
    evidence: [
      {
        what: "age of the newest completed",
        value: observed.lastCompletedAgeSeconds,
        unit: "s",
        ...(staleAfterMs === null ? {} : { limit: staleAfterMs / 1_000 }),
      },
      {
        what: "duration",
        value: observed.durationSeconds,
        unit: "s",
        ...(observed.timeoutSeconds === null ? {} : { limit: rules.slowShare * observed.timeoutSeconds }),
      },
      { what: "failed within the window", value: observed.failed ?? null, limit: rules.maxFailed },
      { what: "state", value: observed.stateSizeBytes, unit: "bytes" },
    ],
    flip:
      verdict === "pass"
        ? "a checkpoint that fails again, takes over half of its timeout, or does not come"
        : "a checkpoint that completes in time, and none that fails",
    notes: reading === null ? [] : notesOf(verdict, observed, reading, rules),
  };
}

function notesOf(
  verdict: Verdict,
  { growth, failed = 0 }: Observed,
  reading: CheckpointReading,
  rules: CheckpointRules,
) {
  const notes: string[] = [];
  if (!reading.isFailing && failed > 0)
    notes.push(`${failed} failed in ${spanWords(rules.windowMs)}${verdict === "pass" ? "; they complete again" : ""}`);
  if (growth !== null && growth >= GROWTH_SAID)
    notes.push(`the state grew to ${growth.toFixed(1)} times the size of the oldest checkpoint that is still known`);
  return notes;
}

/** Without `failed`, `failing`, `slow` and `stale`: whatever rests on them is unknown. */
const NOTHING: Observed = {
  lastCompletedAgeSeconds: null,
  durationSeconds: null,
  failureMessage: null,
  stateSizeBytes: null,
  growth: null,
  intervalSeconds: null,
  timeoutSeconds: null,
  jobId: null,
  state: null,
};

function observedOf({ job, config }: NonNullable<CheckpointFacts["detail"]>, reading: CheckpointReading): Observed {
  const message = reading.failedInWindow[0]?.failureMessage ?? null;
  return {
    lastCompletedAgeSeconds: seconds(reading.ageMs),
    durationSeconds: seconds(reading.durationMs),
    failed: reading.failedInWindow.length,
    failureMessage: message === null ? null : maskMessage(message).slice(0, MESSAGE_LONGEST),
    failing: reading.isFailing,
    slow: reading.isSlow,
    stale: reading.isStale,
    stateSizeBytes: reading.sizeBytes,
    growth: reading.growth === null ? null : Math.round(reading.growth * 100) / 100,
    intervalSeconds: seconds(config.intervalMs),
    timeoutSeconds: seconds(config.timeoutMs),
    jobId: job.id,
    state: job.state,
  };
}

function seconds(ms: number | null): number | null {
  return ms === null ? null : ms / 1_000;
}
