import { complete } from "./change.ts";
import { hasRegressed } from "./guard.ts";
import type { Proposal } from "./proposal.ts";
import { isRegressed } from "./regress.ts";
import type { RunState } from "./state.ts";
import { proposalOf, withProposal } from "./with-proposal.ts";

/**
 * An offer is declined. Of the undo of a change that broke a guard this is a decision to keep the change: what it broke is accepted, and its proof
 * begins anew, with a look whether it is still in place.
 */
export function decline(state: RunState, proposal: Proposal): RunState {
  if (proposal.stage.kind !== "offered") return state;
  const declined = withProposal(state, { ...proposal, stage: { kind: "declined" } });
  const original = proposal.undoes === null ? undefined : proposalOf(declined, proposal.undoes);
  if (original === undefined || !isRegressed(original)) return declined;
  const guards = original.guards.map((guard) => ({ ...guard, accepted: guard.accepted || hasRegressed(guard) }));
  // Its lease was released when the undo was proposed: it is taken anew.
  return complete(declined, { ...original, guards, lease: null });
}
