import { giveUp, hasLapsed, LAPSED } from "./change.ts";
import { beginDiagnosis } from "./diagnose.ts";
import { withoutOldLooks } from "./old-looks.ts";
import { isUnderWay } from "./proposal.ts";
import type { Proposal } from "./proposal.ts";
import { proofMs } from "./prove.ts";
import { beginRecheck } from "./recheck.ts";
import type { Purpose, RunState } from "./state.ts";
import { withProposal } from "./with-proposal.ts";

/** A wall clock that left the monotonic one by more than this slept or was set. */
export const JUMP_MS = 60_000;

/** Samples that are taken anew: half of one that is under way would be from before. A diagnosis and a recheck begin anew by themselves. */
const SAMPLES: readonly Purpose[] = ["watch", "overdue", "verification"];

/**
 * Nobody looked for a while. What was to be sent begins with its evidence, if its approval still holds; what is to be proved gets the time for it
 * again, and is proved by looks in a row: those from before the gap do not count.
 */
export function lookAgain(state: RunState, proposal: Proposal): RunState {
  const { stage } = proposal;
  switch (stage.kind) {
    case "rechecking":
      return recheckAgain(state, proposal);
    case "changing":
      return stage.attempt.phase.kind === "preparing" ? recheckAgain(state, proposal) : state;
    case "completing":
      return withProposal(state, { ...proposal, deadlineMs: deadlineAgain(state, proposal) });
    case "verifying": {
      // At once: one that was to come in a while would leave too little of the time for those after it.
      const again = { ...stage, proof: { ...stage.proof, passes: 0, nextAtMs: state.nowMs } };
      return withProposal(state, { ...proposal, deadlineMs: deadlineAgain(state, proposal), stage: again });
    }
    default:
      return state;
  }
}

/** The computer slept, or its clock was set: answers from before are not evidence for now. What is being sent has its own limit. */
export function afterJump(state: RunState, jumpedMs: number): RunState {
  const here = state.session !== null && state.session.attendance !== "visitor" && state.left === null;
  if (!here || Math.abs(jumpedMs) <= JUMP_MS) return state;
  const whole = { ...state, rounds: state.rounds.filter(({ purpose }) => !SAMPLES.includes(purpose)) };
  const watched = { ...whole, steps: withoutOldLooks(whole.steps), watch: { ...whole.watch, passes: 0 } };
  const looked = watched.proposals.filter(isUnderWay).reduce(lookAgain, watched);
  const diagnosing = looked.cycle === state.cycle && looked.rounds.some((round) => round.purpose === "diagnosis");
  return diagnosing ? beginDiagnosis(looked, looked.mayPropose) : looked;
}

function recheckAgain(state: RunState, proposal: Proposal): RunState {
  return hasLapsed(proposal, state.nowMs) ? giveUp(state, proposal, LAPSED) : beginRecheck(state, proposal);
}

function deadlineAgain(state: RunState, proposal: Proposal): number {
  return Math.max(proposal.deadlineMs ?? 0, state.nowMs + proofMs(state, proposal));
}
