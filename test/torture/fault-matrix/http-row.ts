import { always, breachesOf, sameAnswer, sameButUnknown, saysGone } from "./breaches-of.ts";
import { type Cell, httpCell, UNDISTURBED } from "./http-cell.ts";
import type { HttpFault } from "./http-fault.ts";
import type { MatrixRow } from "./matrix-row.ts";
import { memoryGrown, MOST_GROWN_BYTES } from "./memory-grown.ts";
import type { Outcome } from "./outcome.ts";
import type { Platform } from "./platform.ts";
import { isClaim } from "./statement.ts";
import type { Subject } from "./subject.ts";
import { verdictOf, wordsOf } from "./words-of.ts";

export const AT_ONCE = 12;
/** What is brought to single requests in the short form. */
export const SHORT = ["truncated body", "HTML login page with 200", "403", "404", "500"];

export interface Known {
  readonly subject: Subject;
  readonly truth: Cell;
}

export interface Pair extends Known {
  readonly fault: HttpFault;
}

export async function wholeRow(platform: Platform, { subject, truth, fault }: Pair): Promise<MatrixRow> {
  const cell = await httpCell(platform, subject, fault);
  return {
    ...rowOf(subject, fault, "all", cell.outcome),
    cases: 1,
    breaches: breachesOf(
      cell,
      { ...fault, mayFail: mayFail(subject, fault), mayBeGone: mayBeGone(subject, fault) },
      truth.outcome,
    ),
  };
}

/** The API server's own word, of the one object that was asked for. */
function mayBeGone(subject: Subject, fault: HttpFault): boolean {
  return subject.door === "kubernetes" && fault.name === "404";
}

/** A service that answers so says itself that it is down. */
function mayFail(subject: Subject, fault: HttpFault): boolean {
  return subject.type === "http.health" && fault.name.startsWith("5");
}

export async function largeRow(platform: Platform, pair: Pair): Promise<MatrixRow> {
  const { done: row, grownBytes } = await memoryGrown(() => wholeRow(platform, pair));
  if (grownBytes <= MOST_GROWN_BYTES) return row;
  return { ...row, breaches: [...row.breaches, `${Math.round(grownBytes / 1024 / 1024)} MB more memory`] };
}

/** Each request of the subject failed while the others are answered. */
export async function singleRow(platform: Platform, { subject, truth, fault }: Pair): Promise<MatrixRow> {
  const requests = [...new Set(truth.requests)];
  const seen = new Set<string>();
  const breaches: string[] = [];
  for (const only of requests) {
    const cell = await httpCell(platform, subject, fault, { only });
    const verdict = verdictOf(cell.outcome);
    seen.add(verdict);
    if (verdict === "fail" && !mayFail(subject, fault))
      breaches.push(`${only}: a false fail: ${wordsOf(cell.outcome)}`);
    const unsaid =
      mayBeClosedOff(subject, only) || (mayBeGone(subject, fault) && saysGone(cell.outcome))
        ? []
        : partly(truth.outcome, cell.outcome, fault);
    breaches.push(...[...always(cell), ...unsaid].map((what) => `${only}: ${what}`));
  }
  return {
    ...rowOf(subject, fault, "one request", truth.outcome),
    verdict: [...seen].join(", "),
    cases: requests.length,
    breaches,
  };
}

/** Metrics are closed off in many places on purpose; how many members Alertmanager's cluster must have is then for the runbook to say (`members`). */
function mayBeClosedOff(subject: Subject, request: string): boolean {
  return subject.door === "alertmanager" && request.startsWith("GET /metrics ");
}

/** What was not needed may be missing: then the answer is the same. What changes it must be said, or be null. */
function partly(truth: Outcome, outcome: Outcome, { harmless, partial }: HttpFault): readonly string[] {
  const verdict = verdictOf(outcome);
  const told = wordsOf(truth) !== wordsOf(outcome);
  if (verdict === "pass" && !told && !sameButUnknown(truth, outcome))
    return [`a pass on other observations, of which nothing is said: ${wordsOf(outcome)}`];
  if (verdict === "plan" && !sameAnswer(truth, outcome)) return [`another change: ${wordsOf(outcome)}`];
  // What came whole, or lacks only what a plan does not rest on, was read.
  const isRead = harmless === true || partial === true;
  if (verdict === "plan" && !told && !isRead) return ["the plan does not say what could not be read"];
  if (isClaim(verdict) && !sameAnswer(truth, outcome)) return [`it is said to be ${verdict}: ${wordsOf(outcome)}`];
  return [];
}

export function rowOf(subject: Subject, fault: HttpFault, reach: MatrixRow["reach"], outcome: Outcome) {
  return { subject, fault: fault.name, reach, verdict: verdictOf(outcome), words: wordsOf(outcome) };
}

/** Flink's JobManager has samples only for those who asked a moment before. */
export async function warmUp(platform: Platform, asked: readonly Subject[]): Promise<void> {
  const turning = setInterval(() => platform.pass(3_000), 200);
  try {
    for (const subject of asked.filter(({ type }) => type === "flink.backpressure"))
      await httpCell(platform, subject, UNDISTURBED);
  } finally {
    clearInterval(turning);
  }
}
