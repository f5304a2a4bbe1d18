import type { Proposal } from "./proposal.ts";
import type { RunState } from "./state.ts";

/** The state with this proposal in the place of the one of the same id, or added. */
export function withProposal(state: RunState, proposal: Proposal): RunState {
  const known = state.proposals.some((other) => other.id === proposal.id);
  const proposals = known
    ? state.proposals.map((other) => (other.id === proposal.id ? proposal : other))
    : [...state.proposals, proposal];
  return { ...state, proposals };
}

export function proposalOf(state: RunState, id: string): Proposal | undefined {
  return state.proposals.find((proposal) => proposal.id === id);
}
