import { isAttended } from "./attendance.ts";
import { beginDiagnosis } from "./diagnose.ts";
import { isBroken } from "./guard.ts";
import type { Proof, Proposal } from "./proposal.ts";
import type { RunState } from "./state.ts";
import { requestUndo, undoProblem } from "./undo.ts";
import { proposalOf, withProposal } from "./with-proposal.ts";

/**
 * The change broke a guard. Its undo is proposed at once, before anything else is looked for; where it has no inverse, that is said, and with
 * somebody there the search goes on.
 */
export function regress(state: RunState, proposal: Proposal, proof: Proof): RunState {
  const broken = `it broke ${proposal.guards
    .filter(isBroken)
    .map(({ check }) => check)
    .join(", ")}`;
  const stage = { kind: "regressed" as const, reason: broken, proof };
  const said = withProposal(state, { ...proposal, stage });
  const problem = undoProblem(said, proposal.id);
  if (problem === null) return requestUndo(said, proposal.id);
  const reason = `${broken}; its undo cannot be proposed (${problem}): take it back by hand, or escalate`;
  const alone = withProposal(said, { ...proposal, stage: { ...stage, reason } });
  return isAttended(alone) ? beginDiagnosis(alone, true) : alone;
}

/** It broke a guard, and is in place: nobody took it back, nor decided to keep it. */
export function isRegressed({ stage }: Proposal): boolean {
  return stage.kind === "regressed";
}

/** What this undo would take back broke a guard, and still stands. */
export function takesBackRegressed(state: RunState, { undoes }: Proposal): boolean {
  const original = undoes === null ? undefined : proposalOf(state, undoes);
  return original !== undefined && isRegressed(original);
}
