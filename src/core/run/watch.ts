import { beginDiagnosis, WATCH_INTERVAL_MS } from "./diagnose.ts";
import { allPass, askedSymptoms } from "./health.ts";
import { isUnderWay, type Proposal } from "./proposal.ts";
import { beginRound, withRound } from "./round.ts";
import type { Round, RunState } from "./state.ts";
import { isAttended } from "./attendance.ts";

/** While somebody stays and nothing is being asked or changed, the symptoms are sampled: they may go away by themselves. */
export function isWatching(state: RunState): boolean {
  return (
    isAttended(state) &&
    state.ended === null &&
    state.run.mode === "run" &&
    !state.rounds.some((round) => round.purpose === "diagnosis") &&
    !state.proposals.some((proposal) => isUnderWay(proposal) || isOpenUndo(proposal))
  );
}

export function tickWatch(state: RunState): RunState {
  if (!isWatching(state) || state.nowMs < state.watch.nextAtMs) return state;
  if (state.rounds.some((round) => round.purpose === "watch")) return state;
  const rounds = state.watch.rounds + 1;
  const next = { ...state, watch: { ...state.watch, rounds } };
  return beginRound(next, "watch", `watch-${state.cycle}-${rounds}`, askedSymptoms(state.run));
}

/** One that fails although the last diagnosis found no trouble, or could not tell: it came back, and is diagnosed anew. */
export function takeWatchRound(state: RunState, round: Round): RunState {
  const fails = [...round.results.values()].some(({ verdict }) => verdict === "fail");
  if (fails && state.diagnosis?.health !== "problem") return beginDiagnosis(state, state.mayPropose);
  const passes = allPass(round.checks, round.results) ? state.watch.passes + 1 : 0;
  const watch = { ...state.watch, passes, nextAtMs: state.nowMs + WATCH_INTERVAL_MS };
  return withRound({ ...state, watch, sampled: round.results }, "watch", null);
}

/** As often in a row as a change would have to be proved. */
export function wentAway(state: RunState): boolean {
  return state.watch.passes >= state.run.runbook.verification.passes;
}

function isOpenUndo({ undoes, stage }: Proposal): boolean {
  return undoes !== null && (stage.kind === "planning" || stage.kind === "offered");
}
