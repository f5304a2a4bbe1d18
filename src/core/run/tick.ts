import { beginDiagnosis } from "./diagnose.ts";
import { tickEscalation } from "./escalate.ts";
import { isUnderWay } from "./proposal.ts";
import { overdueOffers, withoutOverdueOffers } from "./overdue-offers.ts";
import { tick as tickProof } from "./prove.ts";
import { askable, budgetMs, isComplete, overdueAtMs, unansweredResult } from "./round.ts";
import { takesBackRegressed } from "./regress.ts";
import type { RunState } from "./state.ts";
import { roundMoved, takeResult } from "./take-result.ts";
import { requestUndo } from "./undo.ts";
import { tickWatch } from "./watch.ts";
import { isAttended } from "./attendance.ts";

/** What the passing of time alone does. Runs after every event, since each carries the time. */
export function tick(state: RunState, jumpedMs: number): RunState {
  if (state.ended !== null || state.left !== null || state.session?.attendance === "visitor") return state;
  const answered = expireChecks(takeComplete(state));
  const current = expireProposals(answered);
  const proved = current.proposals.reduce((sofar, proposal) => tickProof(sofar, proposal), current);
  return tickEscalation(tickWatch(proved), jumpedMs);
}

/** A round that was complete when it began, since none of its checks may be asked: no answer will come to say so. */
function takeComplete(state: RunState): RunState {
  // A recheck waits for its plan as well.
  const complete = state.rounds.find((round) => round.purpose !== "recheck" && isComplete(round));
  return complete === undefined ? state : takeComplete(roundMoved(state, complete));
}

/** A check whose effect never came back is not waited for beyond its budget. */
function expireChecks(state: RunState): RunState {
  for (const round of state.rounds)
    for (const check of askable(round, state.run.runbook)) {
      if (state.nowMs < overdueAtMs(state, round, check)) continue;
      const result = unansweredResult(
        state.nowMs,
        round.askedAtMs.get(check.id) ?? state.nowMs,
        budgetMs(state, check),
      );
      return expireChecks(takeResult(state, round.id, check.id, result));
    }
  return state;
}

/**
 * An offer that nobody took in time lapses; with somebody there, the diagnosis is made anew. Not once it is acknowledged: then a person works on it
 * elsewhere, and the run may come to its end.
 */
function expireProposals(state: RunState): RunState {
  const expired = overdueOffers(state, state.nowMs);
  if (expired.length === 0) return state;
  const lapsed = withoutOverdueOffers(state, state.nowMs);
  const undo = expired.find((proposal) => proposal.undoes !== null);
  // A change under way goes on with the evidence that it was approved on, and is followed by a look of its own.
  if (state.proposals.some(isUnderWay)) return lapsed;
  if (!isAttended(state) || state.acknowledgement !== null) return lapsed;
  if (undo === undefined) return beginDiagnosis(lapsed, true);
  // What was broken still is: its undo is planned anew.
  return takesBackRegressed(lapsed, undo) ? requestUndo(lapsed, undo.undoes ?? "") : lapsed;
}
