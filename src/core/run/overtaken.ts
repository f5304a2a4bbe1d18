import { changesMade } from "./change.ts";
import { type Successor, successorInWords } from "./handover.ts";
import type { Proposal, Stage } from "./proposal.ts";

/** A proposal of a run that another one goes on with: what was not sent is known not to be, and what is on its way the other one asks about. */
export function overtaken(proposal: Proposal, by: Successor): Proposal {
  const over = `it was taken over by ${successorInWords(by)}`;
  const { stage } = proposal;
  if (stage.kind === "offered") return refused(proposal, `${over}, and goes on there`);
  const waits = stage.kind === "rechecking" || (stage.kind === "changing" && stage.attempt.phase.kind === "preparing");
  if (!waits) return proposal;
  if (changesMade(proposal) > 0)
    return { ...proposal, stage: unknown(`only ${proposal.receipts.length} of its writes were made: ${over}`) };
  if (proposal.straggler !== null)
    return {
      ...proposal,
      stage: unknown(`its answer was lost, and it was not there when it was asked about: ${over}`),
    };
  return refused(proposal, `${over}; nothing was sent`);
}

function refused(proposal: Proposal, reason: string): Proposal {
  return { ...proposal, appliedAtMs: null, stage: { kind: "refused", reason } };
}

function unknown(reason: string): Stage {
  return { kind: "unknown", reason };
}
