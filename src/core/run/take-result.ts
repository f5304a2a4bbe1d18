import type { CheckResult } from "../check/check-result.ts";
import { beginChange, giveUp } from "./change.ts";
import { completeDiagnosis } from "./diagnose.ts";
import { takeOverdueRound } from "./escalate.ts";
import { withGuards } from "./guard.ts";
import { takeSample } from "./prove.ts";
import { askWho, recheckProblem } from "./recheck.ts";
import { rivalInWords } from "./rival.ts";
import { isComplete, record, withRound } from "./round.ts";
import type { Round, RunState } from "./state.ts";
import { takeWatchRound } from "./watch.ts";
import { proposalOf } from "./with-proposal.ts";

/** Takes a check's result into its round; one that is late, double or of a round that is over changes nothing. */
export function takeResult(state: RunState, roundId: string, check: string, result: CheckResult): RunState {
  const round = state.rounds.find((candidate) => candidate.id === roundId);
  if (round === undefined || !round.checks.includes(check) || round.results.has(check)) return state;
  const next = record(round, check, result, state.run.runbook, state.nowMs);
  return roundMoved(withRound(state, round.purpose, next), next);
}

/** What a complete round leads to. */
export function roundMoved(state: RunState, round: Round): RunState {
  if (!isComplete(round)) return state;
  switch (round.purpose) {
    case "diagnosis":
      return completeDiagnosis(state, round);
    case "watch":
      return takeWatchRound(state, round);
    case "overdue":
      return takeOverdueRound(state, round);
    case "verification": {
      const proposal = state.proposals.find((candidate) => candidate.stage.kind === "verifying");
      return proposal === undefined ? withRound(state, "verification", null) : takeSample(state, proposal, round);
    }
    case "recheck": {
      const proposal = state.proposals.find((candidate) => candidate.stage.kind === "rechecking");
      return proposal === undefined ? withRound(state, "recheck", null) : afterRecheck(state, proposal.id);
    }
  }
}

/** Both halves of a recheck are looked at whenever one came: on with the change, or refused. */
export function afterRecheck(state: RunState, id: string): RunState {
  const proposal = proposalOf(state, id);
  if (proposal === undefined) return state;
  const problem = recheckProblem(state, proposal);
  if (problem === null) return state;
  if (problem === "") return beginChange(state, withGuards(state, proposal));
  return askWho(state, proposal, problem) ?? giveUp(state, proposal, problem + rivalInWords(state, proposal));
}
