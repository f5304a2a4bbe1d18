import type { ProposalEntry } from "../../core/document/run-document.ts";
import { identityInWords } from "../../core/run/cluster-identity.ts";
import { nearby } from "./moment.ts";
import type { View } from "./view.ts";

/** Where a proposal stands, in words; `isHeld`: a process goes on with it. */
export function proposalStatus(proposal: ProposalEntry, view: View, isHeld = false): string {
  const reason = proposal.reason === null ? "" : `: ${proposal.reason}`;
  const { verification, expiresAt, digest } = proposal;
  const counted = verification === null ? "" : ` (${verification.passes} of ${verification.needed} samples passed)`;
  const isUndo = proposal.undoes !== null;
  const by = approver(proposal, view);
  switch (proposal.status) {
    case "proposed":
      if (digest === null) return "would be proposed; nothing was changed";
      return `awaits approval${expiresAt === null ? "" : ` until ${nearby(Date.parse(expiresAt), view)}`}`;
    case "approved":
      return `approved${by}; ${isHeld ? "being applied" : appliedOf(proposal)}`;
    case "applied":
      return isUndo
        ? `applied${by}; ${isHeld ? "waiting for it to complete" : "not known to be complete"}`
        : `applied${by}; ${isHeld ? "being verified" : "not verified yet"}${counted}`;
    case "verified":
      return isUndo ? `applied${by} and complete` : `applied${by} and verified${counted}`;
    case "not-helped":
      return `applied${by}, and not ${isUndo ? "known to be complete" : "proved"}${reason}`;
    case "regressed":
      return `applied${by}, but ${proposal.reason ?? "it broke something"}`;
    case "rejected":
      return `approved${by}, but the server refused it and nothing changed${reason}`;
    case "unknown":
      return `approved${by}; nobody can tell whether it was applied${reason}`;
    case "declined":
    case "expired":
    case "undone":
      return `${proposal.status}${reason}`;
  }
}

/** What is known of the writes of an approved change that nobody goes on with. */
function appliedOf({ applied, mayBeApplied, plan }: ProposalEntry): string {
  if (!mayBeApplied) return "nothing of it is applied";
  const made = applied?.receipts.length ?? 0;
  if (made === 0) return "not known to be applied";
  return `${made} of its ${plan.writes.length} writes ${made === 1 ? "is" : "are"} applied, and not known whether more`;
}

function approver({ approval }: ProposalEntry, view: View): string {
  if (approval === null) return "";
  return ` by ${approval.by}@${approval.host}${identityInWords(approval.as, approval.identity)} at ${nearby(Date.parse(approval.at), view)}`;
}
