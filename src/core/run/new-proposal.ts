import type { Proposal } from "./proposal.ts";

/** What a proposal is for, before anything has come of it. */
type Purpose = Pick<
  Proposal,
  "id" | "cycle" | "mitigation" | "undoes" | "cause" | "because" | "action" | "args" | "note"
>;

/** A proposal that waits for its plan. Only what it is for is taken over: nothing of another proposal's life comes along. */
export function newProposal(purpose: Purpose): Proposal {
  const { id, cycle, mitigation, undoes, cause, because, action, args, note } = purpose;
  return {
    id,
    cycle,
    mitigation,
    undoes,
    cause,
    because,
    action,
    args,
    note,
    plan: null,
    impact: null,
    digest: null,
    expiresAtMs: null,
    approval: null,
    appliedAtMs: null,
    receipts: [],
    rechecks: 0,
    attempts: 0,
    straggler: null,
    looks: 0,
    guards: [],
    deadlineMs: null,
    rivals: null,
    lease: null,
    stage: { kind: "planning" },
  };
}
