import { approvalProblem } from "./approve.ts";
import type { RunEventBody } from "./event.ts";
import type { RunState } from "./state.ts";
import { successorInWords } from "./handover.ts";
import { undoProblem } from "./undo.ts";
import { proposalOf } from "./with-proposal.ts";

/** Why a person's event does not apply now, in words for that person; null when it does. */
export function refusal(state: RunState | null, body: RunEventBody): string | null {
  if (state === null) return "the run has not begun";
  if (state.successor !== null && isPersonal(body))
    return `it was taken over by ${successorInWords(state.successor)}, and goes on there`;
  switch (body.type) {
    case "approved":
      return state.ended !== null ? ended(state) : approvalProblem(state, body.digest, state.nowMs);
    case "declined":
      if (state.ended !== null) return ended(state);
      return proposalOf(state, body.proposal)?.stage.kind === "offered" ? null : "that proposal is not open";
    case "undo-requested":
      return undoProblem(state, body.proposal);
    case "acknowledged":
      if (state.ended !== null) return ended(state);
      return state.acknowledgement === null ? null : "it is acknowledged already";
    case "escalated":
      if (state.ended !== null) return ended(state);
      return state.steps.some((step) => step.status === "waiting") ? null : "no step of the escalation is left";
    default:
      return null;
  }
}

function isPersonal({ type }: RunEventBody): boolean {
  return ["approved", "declined", "undo-requested", "acknowledged", "escalated"].includes(type);
}

function ended(state: RunState): string {
  return `the run has ended: ${state.ended?.outcome ?? ""}`;
}
