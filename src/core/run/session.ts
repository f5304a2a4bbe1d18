import { firstAsking } from "./asking.ts";
import type { EventOf } from "./event.ts";
import { beginDiagnosis } from "./diagnose.ts";
import { withoutOldLooks } from "./old-looks.ts";
import { lookAgain } from "./gap.ts";
import { isUnderWay } from "./proposal.ts";
import type { Proposal } from "./proposal.ts";
import { takesBackRegressed } from "./regress.ts";
import { askAgain, withRound } from "./round.ts";
import type { RunState } from "./state.ts";
import { requestUndo } from "./undo.ts";
import { withProposal } from "./with-proposal.ts";

/** Answers of an interrupted diagnosis older than this are asked again. */
const STALE_MS = 60_000;

/**
 * A process takes the run. What an earlier one had in flight is lost to it: an intent without an answer is asked of the live system, never
 * sent again; what was being prepared begins with its evidence; and where nothing is open any more, the diagnosis is made anew.
 */
export function takeOver(before: RunState, event: EventOf<"session">): RunState {
  const first = before.session === null;
  const { attendance, unpageable } = event;
  const session = { id: event.session, attendance, ...(unpageable === undefined ? {} : { unpageable }) };
  // What could not be told by the process before is told by this one.
  const fence = before.fence?.kind === "held" ? before.fence : null;
  const taken: RunState = { ...before, session, left: null, fence };
  if (taken.ended !== null || event.attendance === "visitor") return taken;
  const state = { ...taken, steps: withoutOldLooks(taken.steps) };
  const kept = state.rounds.filter((round) => round.purpose === "diagnosis");
  const watch = { ...state.watch, passes: 0 };
  const resumed = state.proposals.filter(isUnderWay).reduce(resume, { ...state, rounds: kept, watch });
  const diagnosing = resumed.rounds.find((round) => round.purpose === "diagnosis");
  const lapsed = lapsedGuardUndo(resumed);
  if (lapsed !== null) return requestUndo(resumed, lapsed);
  const waits = resumed.proposals.some((p) => isUnderWay(p) || p.stage.kind === "planning" || isLive(resumed, p));
  // The first of a run may be late as well: the process that began it is gone, and its own session was lost with it.
  if (diagnosing === undefined) return waits || first ? resumed : beginDiagnosis(resumed, state.mayPropose);
  const oldest = Math.min(...diagnosing.askedAtMs.values());
  if (state.nowMs - oldest > STALE_MS) return beginDiagnosis(resumed, state.mayPropose);
  return withRound(resumed, "diagnosis", askAgain(diagnosing, state.run.runbook, state.nowMs));
}

function resume(state: RunState, taken: Proposal): RunState {
  // What the process before had of the lease is not ours: it is taken anew, as the same run. One that was taken from it stays so.
  const proposal = taken.lease?.kind === "lost" ? taken : { ...taken, lease: null };
  if (proposal.stage.kind !== "changing") return lookAgain(withProposal(state, proposal), proposal);
  const { attempt } = proposal.stage;
  if (attempt.phase.kind === "preparing") return lookAgain(state, proposal);
  const phase = { ...attempt.phase, kind: "reconciling" as const, asking: firstAsking(state.nowMs) };
  return withProposal(state, { ...proposal, stage: { kind: "changing", attempt: { ...attempt, phase } } });
}

/** What an offered undo would take back, where nobody took it in time: it still breaks what it broke. */
function lapsedGuardUndo(state: RunState): string | null {
  const undo = state.proposals.findLast((proposal) => takesBackRegressed(state, proposal));
  return undo?.stage.kind === "offered" && !isLive(state, undo) ? undo.undoes : null;
}

function isLive(state: RunState, proposal: Proposal): boolean {
  return proposal.stage.kind === "offered" && proposal.expiresAtMs !== null && state.nowMs < proposal.expiresAtMs;
}
