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

/** A proposal's id that no other has: a mitigation may be called as a later proposal, or the undo, of another one would be. No mitigation has a dot. */
export function freshId(state: RunState, wanted: string): string {
  const taken = (id: string): boolean => proposalOf(state, id) !== undefined;
  let id = wanted;
  for (let number = 2; taken(id); number += 1) id = `${wanted}.${number}`;
  return id;
}
