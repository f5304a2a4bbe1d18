import { brokenInWords } from "./guard.ts";
import { newProposal } from "./new-proposal.ts";
import type { RunState } from "./state.ts";
import { isUnderWay, type Proposal } from "./proposal.ts";
import { undoElsewhere } from "./undo-elsewhere.ts";
import { withRound } from "./round.ts";
import { freshId, proposalOf, withProposal } from "./with-proposal.ts";

/** Why this proposal cannot be taken back; null: its inverse may be planned. */
export function undoProblem(state: RunState, id: string): string | null {
  const proposal = proposalOf(state, id);
  if (proposal === undefined) return `the run has no proposal ${id}`;
  if (proposal.undoes !== null) return `${id} is itself an undo`;
  if (proposal.stage.kind === "undone") return `${id} is undone already`;
  if (proposal.appliedAtMs === null || proposal.receipts.length === 0) return `${id} changed nothing`;
  if (proposal.stage.kind === "changing" || proposal.stage.kind === "rechecking") return `${id} is still being made`;
  if (proposal.plan?.undo === null) return `${proposal.plan.summary}: there is no inverse of that`;
  const elsewhere = undoElsewhere(state, proposal);
  if (elsewhere !== null) return elsewhere;
  if (state.run.environment.readOnly) return `environment ${state.run.environment.name} is read-only`;
  if (state.proposals.some((other) => other.id !== id && isUnderWay(other))) return "another change is under way";
  return null;
}

/** Plans the inverse; a run that had ended is open again until the undo is decided. A change that is still being proved is not any more: whoever asks has seen enough. */
export function requestUndo(state: RunState, id: string): RunState {
  const original = proposalOf(state, id);
  if (original === undefined || undoProblem(state, id) !== null) return state;
  const tries = state.proposals.filter((proposal) => proposal.undoes === id).length;
  const broken = brokenInWords(original.guards);
  const proposal = newProposal({
    ...original,
    id: freshId(state, tries === 0 ? `undo-${id}` : `undo-${id}-${tries + 1}`),
    cycle: state.cycle,
    mitigation: null,
    undoes: id,
    because: `takes back ${id}${broken === "" ? "" : `: ${broken}`}`,
    note: null,
  });
  const proposals = state.proposals.map((other) => (other.id === id ? unproved(other) : lapsed(other)));
  return withProposal({ ...withRound(state, "verification", null), proposals, ended: null }, proposal);
}

function unproved(proposal: Proposal): Proposal {
  const { stage } = proposal;
  if (stage.kind !== "completing" && stage.kind !== "verifying") return proposal;
  const proof = stage.kind === "verifying" ? stage.proof : null;
  const reason = "its undo was asked for before it was proved";
  return { ...proposal, stage: { kind: "not-helped", reason, proof } };
}

function lapsed(proposal: Proposal): Proposal {
  return ["offered", "planning"].includes(proposal.stage.kind)
    ? { ...proposal, stage: { kind: "expired", reason: null } }
    : proposal;
}
