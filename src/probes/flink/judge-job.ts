import type { z } from "zod";
import { isOver } from "../../clients/flink/find-jobs.ts";
import type { Evidence, Judgement } from "../../core/check/check-result.ts";
import type { Verdict } from "../../core/check/verdict.ts";
import { spanWords } from "../moment.ts";
import { countRestarts, type Restarts } from "./count-restarts.ts";
import { noJobWords } from "./job-choice.ts";
import type { JobDetail, JobFacts } from "./job-facts.ts";
import type { jobObserved } from "./job-observed.ts";
import { loneRestart } from "./lone-restart.ts";
import { pendingEvidence } from "./pending-records.ts";
import { rootCauseWords } from "./root-cause-words.ts";

export interface JobRules {
  readonly job: string;
  readonly windowMs: number;
  readonly startupMs: number;
  readonly maxRestarts: number;
  readonly none: "fail" | "inconclusive" | "pass";
}

type JobObserved = z.infer<typeof jobObserved>;

interface Opinion {
  readonly verdict: Verdict;
  readonly words: string;
}

type TaskCounts = [running: number, finished: number, total: number];

const LONGEST_CAUSE = 120;
const FEW_LEFT = 10;

/** Passes a job whose tasks all run, and that was not restarted too often of late. */
export function judgeJob(facts: JobFacts, rules: JobRules): Judgement {
  const { choice, job: detail } = facts;
  if (detail === null) {
    const verdict = choice.running > 1 ? "inconclusive" : rules.none;
    const words = noJobWords(choice, rules.job);
    return judgement({ verdict, words }, observedOf(facts, null, null), [], null);
  }
  const restarts = countRestarts(detail, rules.windowMs);
  const cause = causeOf(detail, rules.windowMs);
  const observed = observedOf(facts, restarts, cause);
  const opinion = opinionOf(detail, { restarts, cause, lone: loneRestart(facts, restarts, rules) }, rules);
  return judgement(opinion, observed, notesOf(facts, opinion, observed, rules), rules.maxRestarts);
}

interface Failures {
  readonly restarts: Restarts;
  readonly cause: string | null;
  /** How long it has to come back from the only one. */
  readonly lone: string | null;
}

function opinionOf(detail: JobDetail, { restarts, cause, lone }: Failures, rules: JobRules): Opinion {
  const { job, tasks } = detail;
  const because = cause === null ? "" : `: ${cause.slice(0, LONGEST_CAUSE)}`;
  if (isOver(job.state)) {
    const ago = job.endedAtMs === null ? "" : `, since ${spanWords(job.nowMs - job.endedAtMs)}`;
    return { verdict: "fail", words: `${job.state}${ago}${because}` };
  }
  const often = `${restarts.isAtLeast ? "at least " : ""}${times(restarts.count)} in ${spanWords(rules.windowMs)}`;
  if (restarts.count > rules.maxRestarts)
    return { verdict: "fail", words: `${job.state}, restarted ${often} (limit ${rules.maxRestarts})${because}` };
  const rare = opinionOfRare(detail, restarts, rules);
  if (rare !== null) return { ...rare, words: `${rare.words}${because}` };
  const [running, finished, total] = ["running", "finished", "total"].map((word) => tasks[word] ?? 0) as TaskCounts;
  const stateMs = job.nowMs - (job.enteredAtMs[job.state] ?? job.startedAtMs);
  // A source's subtask without a part to read is finished; the others go on.
  if (job.state === "RUNNING" && running > 0 && running + finished === total) {
    const rest = finished === 0 ? "" : `, ${finished} had nothing to do`;
    return { verdict: "pass", words: `RUNNING for ${spanWords(stateMs)}, ${running} of ${total} tasks${rest}` };
  }
  const seen = `${job.state} for ${spanWords(stateMs)}, ${running} of ${total} tasks run`;
  if (lone !== null) return { verdict: "inconclusive", words: `${seen}; ${lone}${because}` };
  const words = `${seen}${because}`;
  const starts = ["CREATED", "INITIALIZING", "RECONCILING", "RUNNING"].includes(job.state);
  const young = restarts.count === 0 && job.nowMs - job.startedAtMs < rules.startupMs;
  return { verdict: starts && young ? "inconclusive" : "fail", words };
}

/**
 * Where so long a time lies between a failure and the restart that more restarts than are allowed do not fit into the window: one that is restarted as
 * often as it can be fails again and again all the same, and of a single one nobody knows.
 */
function opinionOfRare({ job, strategy }: JobDetail, { count }: Restarts, rules: JobRules): Opinion | null {
  const delayMs = strategy?.delayMs ?? null;
  if (delayMs === null || job.state !== "RUNNING" || count === 0) return null;
  const fit = Math.floor(rules.windowMs / delayMs);
  if (fit > rules.maxRestarts || count < fit) return null;
  const words = `${job.state}, restarted ${times(count)} in ${spanWords(rules.windowMs)}, as often as Flink's delay of ${spanWords(delayMs)} allows`;
  return { verdict: count > 1 ? "fail" : "inconclusive", words };
}

/** How many more failures it survives. */
function restartsLeft({ job, strategy, restartsTotal, rescalesTotal }: JobDetail): number | null {
  if (isOver(job.state) || strategy?.attempts == null) return null;
  if (restartsTotal === null) return strategy.attempts === 0 ? 0 : null;
  return Math.max(0, strategy.attempts - Math.max(0, restartsTotal - (rescalesTotal ?? 0)));
}

/** The newest failure within the window; of a job that failed, the one that ended it, however old. */
function causeOf({ job, exceptions }: JobDetail, windowMs: number): string | null {
  if (job.state === "FAILED" || job.state === "FAILING") return rootCauseWords(exceptions);
  return rootCauseWords(exceptions.filter((one) => one.atMs >= job.nowMs - windowMs));
}

function observedOf({ choice, cluster, job: detail }: JobFacts, restarts: Restarts | null, cause: string | null) {
  const job = detail?.job ?? null;
  const sinceMs = job === null ? undefined : job.enteredAtMs["RUNNING"];
  const observed: JobObserved = {
    state: job?.state ?? null,
    jobId: job?.id ?? null,
    name: job?.name ?? null,
    uptimeSeconds:
      job === null || sinceMs === undefined || job.state !== "RUNNING" ? null : seconds(job.nowMs - sinceMs),
    restarts: restarts?.count ?? null,
    restartStrategy: detail?.strategy?.words ?? null,
    restartsLeft: detail === null ? null : restartsLeft(detail),
    rootCause: cause,
    running: choice.running,
    matching: [...choice.matching],
    tasksRunning: detail?.tasks["running"] ?? null,
    tasksTotal: detail?.tasks["total"] ?? null,
    taskManagers: cluster.taskManagers,
    slotsTotal: cluster.slotsTotal,
    slotsAvailable: cluster.slotsAvailable,
    pendingRecords: detail?.pendingRecords ?? null,
  };
  return observed;
}

function notesOf({ cluster, choice }: JobFacts, { verdict }: Opinion, observed: JobObserved, rules: JobRules) {
  const { restartsLeft: left } = observed;
  const restarts = observed.restarts ?? 0;
  const notes: string[] = [];
  if (cluster.taskManagers === 0) notes.push("the JobManager has no TaskManager: nothing can run");
  else if (verdict !== "pass" && cluster.slotsAvailable === 0)
    notes.push(`all ${cluster.slotsTotal} slots are taken: a job that needs more cannot start`);
  if (choice.running > 1) notes.push(`${choice.running} jobs of that name run; this is the newest`);
  if (verdict === "pass" && restarts > 0) notes.push(`restarted ${times(restarts)} in ${spanWords(rules.windowMs)}`);
  if (left !== null && left < FEW_LEFT && restarts > 0)
    notes.push(
      left === 0 ? "the next failure ends it: Flink gives up" : `Flink restarts it ${times(left)} more, then gives up`,
    );
  return notes;
}

function judgement(
  { verdict, words }: Opinion,
  observed: JobObserved,
  notes: readonly string[],
  maxRestarts: number | null,
): Judgement {
  const evidence: readonly Evidence[] = [
    { what: "state", value: observed.state, limit: "RUNNING" },
    ...(observed.tasksTotal === null
      ? []
      : [{ what: "tasks running", value: observed.tasksRunning, limit: observed.tasksTotal }]),
    ...(observed.restarts === null || maxRestarts === null
      ? []
      : [{ what: "restarts within the window", value: observed.restarts, limit: maxRestarts }]),
    ...(observed.restartStrategy === null ? [] : [{ what: "after a failure", value: observed.restartStrategy }]),
    ...(observed.rootCause === null ? [] : [{ what: "root cause", value: observed.rootCause }]),
    { what: "slots available", value: observed.slotsAvailable, limit: observed.slotsTotal },
    ...pendingEvidence(observed),
  ];
  const flip =
    verdict === "pass" ? "a task that does not run, or one restart too many" : "all tasks of one job running";
  return { verdict, summary: words, observed, evidence, flip, notes };
}

function times(count: number): string {
  return count === 1 ? "once" : count === 2 ? "twice" : `${count} times`;
}

function seconds(ms: number): number {
  return Math.max(0, Math.round(ms / 100) / 10);
}
