import { approvedElsewhere } from "./approved-elsewhere.ts";
import { giveUp } from "./change.ts";
import { beginDiagnosis } from "./diagnose.ts";
import { cancelSteps } from "./escalate.ts";
import { withoutOldLooks } from "./old-looks.ts";
import type { EventOf } from "./event.ts";
import { preparing } from "./lease.ts";
import { overtaken } from "./overtaken.ts";
import { isUnderWay, type Proposal } from "./proposal.ts";
import { takesBackRegressed } from "./regress.ts";
import type { RunState } from "./state.ts";
import { requestUndo } from "./undo.ts";

/**
 * Another run goes on with this one, from here: it has a name and a place of its own, and all that happened is its past. The escalation clock goes on,
 * what was changed is still to be proved, and what may be on its way is asked of the live system. An approval stays with the run that it was given in.
 */
export function handOver(before: RunState, { run, from }: EventOf<"handed-over">): RunState {
  const ancestors = before.run.origin?.runs ?? [];
  const [first = before.run.id, ...others] = [...ancestors, before.run.id];
  const state: RunState = {
    ...before,
    run: { ...before.run, ...run, origin: { ...from, runs: [first, ...others] } },
    session: null,
    left: null,
    fence: null,
    rounds: [],
    steps: withoutOldLooks(before.steps),
  };
  const given = state.proposals.map((proposal) => givenIn(before.run.id, proposal));
  const next = given.reduce<RunState>((sofar, proposal) => withoutApproval(before.run.id, sofar, proposal), {
    ...state,
    proposals: given,
  });
  const undo = next.proposals.findLast((proposal) => isOpenUndo(proposal) && takesBackRegressed(next, proposal));
  const undoing = undo?.undoes == null ? next : requestUndo(next, undo.undoes);
  if (undoing !== next) return undoing;
  const looking = next.rounds.some((round) => round.purpose === "diagnosis");
  return looking || next.proposals.some(isUnderWay) ? next : beginDiagnosis(next, next.mayPropose);
}

function isOpenUndo({ stage }: Proposal): boolean {
  return stage.kind === "planning" || stage.kind === "offered";
}

/** Which run it was approved in, and is marked with. The lease is another one's. */
function givenIn(run: string, proposal: Proposal): Proposal {
  const lease = proposal.lease?.kind === "lost" ? proposal.lease : null;
  const { approval } = proposal;
  return { ...proposal, lease, approval: approval === null ? null : { ...approval, run: approval.run ?? run } };
}

/** What was approved in this run and is not on its way yet is not sent any more. */
function withoutApproval(run: string, state: RunState, proposal: Proposal): RunState {
  return proposal.stage.kind === "rechecking" || preparing(proposal) !== 0
    ? giveUp(state, proposal, approvedElsewhere(run))
    : state;
}

/** This run is over: another one goes on with it elsewhere. Nothing is sent any more, not even a note to a pager. */
export function supersede(state: RunState, { by }: EventOf<"superseded">): RunState {
  if (state.ended !== null) return { ...state, successor: by };
  const ended = { outcome: "refused" as const, atMs: state.nowMs };
  const proposals = state.proposals.map((proposal) => overtaken(proposal, by));
  return { ...state, successor: by, rounds: [], steps: cancelSteps(state.steps), proposals, ended };
}
