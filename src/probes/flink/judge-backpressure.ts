import type { z } from "zod";
import { isOver } from "../../clients/flink/find-jobs.ts";
import type { Judgement } from "../../core/check/check-result.ts";
import type { Verdict } from "../../core/check/verdict.ts";
import { plainText } from "../../core/text/plain-text.ts";
import { spanWords } from "../moment.ts";
import { type BackpressureFacts, unmeasured, type VertexLoad } from "./backpressure-facts.ts";
import type { backpressureObserved } from "./backpressure-observed.ts";
import { noJobWords } from "./job-choice.ts";
import { pendingEvidence } from "./pending-records.ts";
import { culpritOf, HELD_BACK, operatorLoad, type OperatorLoad } from "./vertex-load.ts";

export interface BackpressureRules {
  readonly job: string;
  /** A job that runs for less than this is not called free of backpressure. */
  readonly settleMs: number;
}

type Observed = z.infer<typeof backpressureObserved>;

const HIGH = 0.5;
const ALONE = 0.5;
const OPERATORS_MOST = 20;

/** Fails at a high level. A pass needs a sample of every subtask that runs, of a job that has run long enough to have one that says something. */
export function judgeBackpressure(facts: BackpressureFacts, { job: pattern, settleMs }: BackpressureRules): Judgement {
  const { choice, job, loads } = facts;
  if (job === null) return undecided(noJobWords(choice, pattern), observedOf(facts, [], null));
  if (job.state !== "RUNNING") {
    const words = isOver(job.state) ? "its operators do nothing" : "its operators are not all at work";
    return undecided(`the job is ${job.state}: ${words}`, observedOf(facts, [], null));
  }
  const operators = loads.map(operatorLoad);
  const culprit = culpritOf(operators, job.edges);
  const observed = observedOf(facts, operators, culprit);
  const missing = loads.flatMap(unmeasuredWords);
  const uptimeMs = job.nowMs - (job.enteredAtMs["RUNNING"] ?? job.startedAtMs);
  if (observed.level === "high") return judged("fail", highWords(observed), observed, missing);
  if (missing.length > 0) {
    const waited = facts.waitedMs === 0 ? "" : ` within ${spanWords(facts.waitedMs)}`;
    return undecided(`the JobManager has no sample${waited} of ${missing.join(", ")}`, observed);
  }
  if (observed.level === null) return undecided("all its subtasks have finished", observed);
  if (uptimeMs < settleMs)
    return undecided(`it runs for only ${spanWords(uptimeMs)}: too early for a sample that says something`, observed);
  const held = `at most ${percent(observed.ratio)} of the time held back${leftToFetch(observed)}`;
  const words = observed.level === "low" ? `low: ${held}` : `none: ${held}`;
  return judged("pass", words, observed, []);
}

/** e.g. "counting", "3 of 4 subtasks of counting" */
function unmeasuredWords(load: VertexLoad): readonly string[] {
  const { count, running } = unmeasured(load);
  const name = plainText(load.vertex.name, 60);
  if (count === 0) return [];
  return [count === running ? name : `${count} of ${running} subtasks of ${name}`];
}

function highWords(observed: Observed): string {
  const { ratio, culprit, busyRatio, skew } = observed;
  const alone = (skew ?? 0) >= ALONE ? ", one subtask alone" : "";
  const by = culprit === null ? "" : ` by ${culprit} (${percent(busyRatio)} busy${alone})`;
  return `high: ${percent(ratio)} of the time held back${by}${leftToFetch(observed)}`;
}

/** Beside what Kafka counts, which follows the checkpoints. */
function leftToFetch({ pendingRecords }: Observed): string {
  if (pendingRecords === null) return "";
  return `; its sources have ${pendingRecords} ${pendingRecords === 1 ? "record" : "records"} left to fetch`;
}

function judged(verdict: Verdict, summary: string, observed: Observed, missing: readonly string[]): Judgement {
  return {
    verdict,
    summary,
    observed,
    evidence: [
      { what: "backpressured, worst subtask", value: observed.ratio, limit: HIGH },
      ...(observed.busyRatio === null ? [] : [{ what: "busy, busiest subtask", value: observed.busyRatio }]),
      ...(observed.skew === null ? [] : [{ what: "skew among its subtasks", value: observed.skew }]),
      ...observed.operators.map(({ name, backpressured, busy }) => ({
        what: name,
        value: `backpressured ${percent(backpressured)}, busy ${percent(busy)}`,
      })),
      ...pendingEvidence(observed),
    ],
    flip:
      verdict === "fail"
        ? "no subtask held back for more than half of its time"
        : "a subtask held back for more than half of its time",
    notes: [
      ...(missing.length === 0 ? [] : [`no sample of ${missing.join(", ")}`]),
      ...(verdict === "pass" && (observed.busyRatio ?? 0) > 0.9
        ? ["an operator is busy all the time, and holds nobody back yet"]
        : []),
    ],
  };
}

function undecided(summary: string, observed: Observed): Judgement {
  return { ...judged("inconclusive", summary, observed, []), flip: "a sample of every operator of one running job" };
}

function observedOf(
  { choice, job, pendingRecords }: BackpressureFacts,
  operators: readonly OperatorLoad[],
  culprit: OperatorLoad | null,
): Observed {
  const held = operators.map((load) => load.backpressured).filter((share) => share !== null);
  const ratio = held.length === 0 ? null : Math.max(...held);
  const busiest = [...operators].sort((a, b) => (b.busy ?? -1) - (a.busy ?? -1))[0] ?? null;
  const subject = culprit ?? (busiest?.busy == null ? null : busiest);
  return {
    level: ratio === null ? null : ratio > HIGH ? "high" : ratio > HELD_BACK ? "low" : "ok",
    ratio: rounded(ratio),
    culprit: culprit === null ? null : plainText(culprit.name, 80),
    busyRatio: rounded(subject?.busy ?? null),
    skew: rounded(subject?.skew ?? null),
    parallelism: subject?.parallelism ?? null,
    jobId: job?.id ?? choice.chosen?.id ?? null,
    state: job?.state ?? null,
    operators: operators.slice(0, OPERATORS_MOST).map(({ name, backpressured, busy, parallelism }) => ({
      name: plainText(name, 80),
      backpressured: rounded(backpressured),
      busy: rounded(busy),
      parallelism,
    })),
    pendingRecords,
  };
}

function rounded(share: number | null): number | null {
  return share === null ? null : Math.round(share * 1_000) / 1_000;
}

function percent(share: number | null): string {
  return share === null ? "not measured" : `${Math.round(share * 100)} %`;
}
