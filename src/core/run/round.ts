import type { CheckResult } from "../check/check-result.ts";
import { isDecided } from "../check/verdict.ts";
import type { Check, Runbook } from "../runbook/runbook.ts";
import type { Purpose, Round, RunState } from "./state.ts";

/** Past its budget a check is given this much longer to say so itself before the core says it. */
const BUDGET_SLACK_MS = 1_000;

/** Begins a sampling; an earlier one of the same purpose is dropped. Checks outside `--check` are skipped at once. */
export function beginRound(state: RunState, purpose: Purpose, id: string, checks: readonly string[]): RunState {
  const fresh: Round = { id, purpose, checks, results: new Map(), askedAtMs: new Map() };
  const skipped = checks.filter((check) => state.run.only !== null && !state.run.only.includes(check));
  const round = skipped.reduce(
    (sofar, check) => record(sofar, check, skippedResult(state.nowMs, "not asked for"), state.run.runbook, state.nowMs),
    fresh,
  );
  return withRound(state, purpose, ask(round, state.run.runbook, state.nowMs));
}

/** Puts a round in the place of the one of the same purpose; null takes it away. */
export function withRound(state: RunState, purpose: Purpose, round: Round | null): RunState {
  const others = state.rounds.filter((other) => other.purpose !== purpose);
  return { ...state, rounds: round === null ? others : [...others, round] };
}

export function roundOf(state: RunState, purpose: Purpose): Round | undefined {
  return state.rounds.find((round) => round.purpose === purpose);
}

export function isComplete(round: Round): boolean {
  return round.checks.every((check) => round.results.has(check));
}

/** The checks that may be asked now: not answered, and everything they need has been decided in this round. */
export function askable(round: Round, runbook: Runbook): readonly Check[] {
  return checksOf(round, runbook).filter(
    (check) => !round.results.has(check.id) && needsWithin(round, check).every((need) => round.results.has(need)),
  );
}

/** Takes a result in; checks that needed a decision which did not come are skipped, and so on down the chain. */
export function record(round: Round, check: string, result: CheckResult, runbook: Runbook, nowMs: number): Round {
  const results = new Map(round.results).set(check, result);
  const next = { ...round, results };
  const stranded = checksOf(next, runbook).find(
    (other) => !results.has(other.id) && needsWithin(next, other).some((need) => isUndecided(results.get(need))),
  );
  if (stranded === undefined) return ask(next, runbook, nowMs);
  const because = needsWithin(next, stranded).find((need) => isUndecided(results.get(need))) ?? "a check";
  return record(next, stranded.id, skippedResult(nowMs, `needs ${because}, which could not be told`), runbook, nowMs);
}

/** When a check's budget is over by the core's own clock; the check itself should have said so before. */
export function overdueAtMs(state: RunState, round: Round, check: Check): number {
  return (round.askedAtMs.get(check.id) ?? state.nowMs) + budgetMs(state, check) + BUDGET_SLACK_MS;
}

export function budgetMs(state: RunState, check: Check): number {
  return check.timeoutMs ?? state.run.timeoutMs;
}

/** What is not answered yet is asked by another process now, with its whole budget. */
export function askAgain(round: Round, runbook: Runbook, nowMs: number): Round {
  const answered = [...round.askedAtMs].filter(([check]) => round.results.has(check));
  return ask({ ...round, askedAtMs: new Map(answered) }, runbook, nowMs);
}

function ask(round: Round, runbook: Runbook, nowMs: number): Round {
  const askedAtMs = new Map(round.askedAtMs);
  for (const check of askable(round, runbook)) if (!askedAtMs.has(check.id)) askedAtMs.set(check.id, nowMs);
  return { ...round, askedAtMs };
}

function checksOf(round: Round, runbook: Runbook): readonly Check[] {
  return runbook.investigation.filter((check) => round.checks.includes(check.id));
}

function needsWithin(round: Round, check: Check): readonly string[] {
  return check.needs.filter((need) => round.checks.includes(need));
}

function isUndecided(result: CheckResult | undefined): boolean {
  return result !== undefined && !isDecided(result.verdict);
}

function skippedResult(nowMs: number, summary: string): CheckResult {
  return { ...bare(nowMs), verdict: "skipped", summary };
}

/** The result that the core gives itself when nothing came back in time. */
export function unansweredResult(nowMs: number, askedAtMs: number, limitMs: number): CheckResult {
  const summary = `no answer within ${limitMs / 1000} s`;
  return {
    ...bare(nowMs),
    verdict: "inconclusive",
    summary,
    startedAtMs: askedAtMs,
    durationMs: Math.max(0, nowMs - askedAtMs),
    error: { code: "timeout", message: summary, hint: "give it longer with --timeout, or ask by hand" },
  };
}

function bare(nowMs: number): Omit<CheckResult, "verdict" | "summary"> {
  return {
    observed: {},
    evidence: [],
    flip: null,
    notes: [],
    expected: null,
    vantage: "",
    equivalent: "",
    error: null,
    startedAtMs: nowMs,
    durationMs: 0,
    windowStartMs: nowMs,
    sampledAtMs: nowMs,
    rule: "core/1",
  };
}
