import type { Plan } from "../plan/plan.ts";
import { clusterIdentity } from "../run/cluster-identity.ts";
import { askingOf } from "../run/asking.ts";
import { mayBeApplied, type Proposal, type Stage } from "../run/proposal.ts";
import type { RunState } from "../run/state.ts";
import { undoElsewhere } from "../run/undo-elsewhere.ts";
import { heldBack } from "../runbook/held-back.ts";
import { guardEntries } from "./guard-entries.ts";
import { iso } from "./iso.ts";
import { withoutSecrets } from "./without-secrets.ts";
import { leaseEntry, rivalWarnings } from "./lease-entry.ts";
import type { ProposalEntry, ProposalStatus } from "./run-document.ts";

/** The proposals that have a plan, newest diagnosis first, in the order in which they would be asked. */
export function proposalEntries(state: RunState): readonly ProposalEntry[] {
  const needed = state.run.runbook.verification.passes;
  return [...state.proposals]
    .sort((a, b) => b.cycle - a.cycle)
    .flatMap((proposal) => (proposal.plan === null ? [] : [proposalEntry(state, proposal, proposal.plan, needed)]));
}

/** What could not be planned, and what the newest diagnosis held back. */
export function unavailableEntries(state: RunState): readonly { id: string; cause: string; reason: string }[] {
  const unplanned = state.proposals.flatMap(({ id, cause, stage }) =>
    stage.kind === "unavailable" ? [{ id, cause, reason: stage.reason }] : [],
  );
  return [...unplanned, ...heldBackEntries(state)];
}

function heldBackEntries(state: RunState): readonly { id: string; cause: string; reason: string }[] {
  const { diagnosis, proposals, run } = state;
  if (diagnosis?.health !== "problem" || !state.mayPropose || state.ended?.outcome === "resolved") return [];
  const stageOf = (mitigation: string) => proposals.find((other) => other.mitigation === mitigation)?.stage.kind;
  return heldBack(run.runbook, diagnosis.causes, diagnosis.results, run.parameters).flatMap(
    ({ mitigation, cause, reason }) => {
      // One that was proposed before is told of as that; a stand-in is wanted only where the other could not be planned.
      const { insteadOf } = run.runbook.mitigation.find(({ id }) => id === mitigation) ?? {};
      const isWanted = insteadOf === undefined || stageOf(insteadOf) === "unavailable";
      return isWanted && stageOf(mitigation) === undefined ? [{ id: mitigation, cause, reason }] : [];
    },
  );
}

const statuses: Readonly<Record<Stage["kind"], ProposalStatus>> = {
  planning: "proposed",
  unavailable: "expired",
  offered: "proposed",
  declined: "declined",
  expired: "expired",
  rechecking: "approved",
  refused: "expired",
  changing: "approved",
  completing: "applied",
  verifying: "applied",
  verified: "verified",
  "not-helped": "not-helped",
  regressed: "regressed",
  rejected: "rejected",
  unknown: "unknown",
  undone: "undone",
};

/** The answer to the change was lost, and so far the live system could not be asked what became of it; else null. */
function unansweredReason(proposal: Proposal): string | null {
  const message = askingOf(proposal)?.message ?? null;
  return message === null ? null : `whether it was made is not known yet: ${message}`;
}

function proposalEntry(state: RunState, proposal: Proposal, plan: Plan, needed: number): ProposalEntry {
  const { stage, approval } = proposal;
  const proof = "proof" in stage ? stage.proof : null;
  const unanswered = unansweredReason(proposal);
  const undoProblem = undoElsewhere(state, proposal);
  return {
    id: proposal.id,
    cause: proposal.cause,
    action: proposal.action,
    because: proposal.because,
    note: proposal.note,
    digest: proposal.digest,
    expiresAt: proposal.expiresAtMs === null ? null : iso(proposal.expiresAtMs),
    status: unanswered === null ? statuses[stage.kind] : "unknown",
    reason: "reason" in stage ? stage.reason : unanswered,
    undoes: proposal.undoes,
    plan: {
      summary: plan.summary,
      target: plan.target,
      writes: plan.writes.map((write) => ({ ...write, body: withoutSecrets(write.body) })),
      instructions: plan.instructions,
      changes: plan.changes,
      impact: plan.impact.lines,
      warnings: [...plan.warnings, ...rivalWarnings(state, proposal)],
      equivalent: plan.equivalent,
      // An inverse is not taken back in its turn: that would be a new diagnosis.
      undo: proposal.undoes === null && undoProblem === null ? plan.undo : null,
    },
    undoProblem,
    approval:
      approval === null
        ? null
        : {
            by: approval.by.user,
            as: approval.by.as,
            identity: clusterIdentity(approval.by, state.run),
            host: approval.by.host,
            at: iso(approval.atMs),
          },
    lease: leaseEntry(state, proposal),
    applied: proposal.appliedAtMs === null ? null : { at: iso(proposal.appliedAtMs), receipts: proposal.receipts },
    mayBeApplied: mayBeApplied(proposal),
    guards: guardEntries(state, proposal),
    verification:
      proof === null
        ? null
        : {
            samples: proof.samples,
            passes: proof.passes,
            needed,
            deadline: proposal.deadlineMs === null ? null : iso(proposal.deadlineMs),
          },
  };
}
