import { askedInVain, firstAsking } from "./asking.ts";
import type { EventOf, Receipt } from "./event.ts";
import type { Attempt, Proposal, Straggler, Unmade } from "./proposal.ts";
import { askWhoWithheld, beginRecheck } from "./recheck.ts";
import { beginDiagnosis } from "./diagnose.ts";
import { approvedElsewhere } from "./approved-elsewhere.ts";
import { verificationDeadlineMs } from "./prove.ts";
import { rivalInWords } from "./rival.ts";
import { withRound } from "./round.ts";
import type { RunState } from "./state.ts";
import { isTaken, takenInWords } from "./taken-lease.ts";
import { withProposal } from "./with-proposal.ts";
import { isAttended } from "./attendance.ts";

/** A guard that does not hold proves that nothing was applied; it is read again and sent again this often at most. */
const MAX_ATTEMPTS = 5;

/** Why a change is not made that was approved long ago. */
export const LAPSED = "the approval has expired since, and nothing was sent";

/** An approval is for now: what was not sent within its time is asked again. */
export function hasLapsed({ expiresAtMs }: Proposal, atMs: number): boolean {
  return expiresAtMs === null || atMs >= expiresAtMs;
}

/** The recheck held: the first write may be prepared. A manual change has none; the operator's approval says that it is done. */
export function beginChange(state: RunState, proposal: Proposal): RunState {
  const cleared = withRound(state, "recheck", null);
  if ((proposal.plan?.writes.length ?? 0) === 0) return complete(cleared, { ...proposal, appliedAtMs: state.nowMs });
  return prepare(cleared, proposal, proposal.receipts.length, 1);
}

function prepare(state: RunState, proposal: Proposal, write: number, turn: number): RunState {
  // Whoever has the lease goes on where this one stops.
  if (isTaken(proposal.lease)) return giveUp(state, proposal, takenInWords(state, proposal.lease));
  const elsewhere = proposal.approval?.run;
  if (elsewhere !== undefined) return giveUp(state, proposal, approvedElsewhere(elsewhere));
  const number = proposal.attempts + 1;
  return withProposal(state, {
    ...proposal,
    attempts: number,
    stage: { kind: "changing", attempt: { write, number, turn, phase: { kind: "preparing" } } },
  });
}

/** The intent is recorded: from here on only its answer, or the live system, tells what happened. */
export function intend(state: RunState, proposal: Proposal, event: EventOf<"intended">): RunState {
  if (proposal.stage.kind !== "changing" || state.session === null) return state;
  const { attempt } = proposal.stage;
  if (attempt.phase.kind !== "preparing" || !isAbout(proposal, event)) return state;
  if (hasLapsed(proposal, event.atMs)) return giveUp(state, proposal, LAPSED);
  const phase = {
    kind: "intended" as const,
    session: state.session.id,
    resourceVersion: event.resourceVersion,
    notAfterMs: event.notAfterMs,
    detail: event.detail,
  };
  return withProposal(state, { ...proposal, stage: { kind: "changing", attempt: { ...attempt, phase } } });
}

/** Nothing was sent: the object is another one than was approved. */
export function withhold(state: RunState, proposal: Proposal, event: EventOf<"withheld">): RunState {
  if (proposal.stage.kind !== "changing" || proposal.stage.attempt.phase.kind !== "preparing") return state;
  if (!isAbout(proposal, event)) return state;
  if (event.unchanged === true) return reject(state, proposal, event.reason);
  return (
    askWhoWithheld(state, proposal, event.reason) ??
    giveUp(state, proposal, event.reason + rivalInWords(state, proposal))
  );
}

export function receive(state: RunState, proposal: Proposal, event: EventOf<"received">): RunState {
  if (proposal.stage.kind !== "changing") return state;
  if (proposal.stage.attempt.phase.kind !== "intended" || !isAbout(proposal, event)) return state;
  return takeReceipt(state, proposal, event.receipt);
}

/** The event speaks of the attempt that is under way, and of no earlier one. */
function isAbout({ stage, plan }: Proposal, event: { readonly write: string; readonly attempt: number }): boolean {
  if (stage.kind !== "changing") return false;
  const { write, number } = stage.attempt;
  return number === event.attempt && plan?.writes[write]?.id === event.write;
}

function takeReceipt(state: RunState, proposal: Proposal, receipt: Receipt): RunState {
  if (proposal.stage.kind !== "changing" || proposal.stage.attempt.phase.kind === "preparing") return state;
  const { attempt } = proposal.stage;
  switch (receipt.outcome) {
    case "applied":
      return applied(state, proposal, {
        ...receipt.detail,
        resourceVersion: receipt.resourceVersion,
        atMs: receipt.atMs,
      });
    case "conflict":
    case "not-sent":
      return attempt.turn < MAX_ATTEMPTS
        ? prepare(state, proposal, attempt.write, attempt.turn + 1)
        : giveUp(state, proposal, `not applied after ${MAX_ATTEMPTS} attempts: ${receipt.message}`);
    case "rejected":
      return changesMade(proposal) > 0
        ? lose(state, proposal, `only ${proposal.receipts.length} of its writes were made: ${receipt.message}`)
        : reject(state, proposal, receipt.message);
    case "lost": {
      const asking = firstAsking(state.nowMs);
      const phase = { ...proposal.stage.attempt.phase, kind: "reconciling" as const, asking };
      return withProposal(state, { ...proposal, stage: { kind: "changing", attempt: { ...attempt, phase } } });
    }
  }
}

/** How many of its writes were made that something runs differently by. */
export function changesMade({ plan, receipts }: Proposal): number {
  return receipts.filter((_, index) => plan?.writes[index]?.harmless !== true).length;
}

/** The server refused it, or took it back by itself, and nothing changed. Where the other offers lapsed while it was under way, somebody who stays gets them made anew. */
function reject(state: RunState, proposal: Proposal, reason: string): RunState {
  const asked = askOnceMore(state, proposal, { kind: "rejected", reason });
  if (asked !== null) return asked;
  const rejected = withProposal(state, { ...proposal, appliedAtMs: null, stage: { kind: "rejected", reason } });
  const stages = rejected.proposals.filter(({ cycle }) => cycle === state.cycle).map(({ stage }) => stage.kind);
  const lapsed = stages.includes("expired") && !stages.includes("offered");
  const anew = lapsed && isAttended(state) && state.acknowledgement === null && proposal.undoes === null;
  return anew ? beginDiagnosis(rejected, true) : rejected;
}

/** After a lost answer the live system was asked. Not applied: everything is looked at again before it may be sent. */
export function reconcile(state: RunState, proposal: Proposal, event: EventOf<"reconciled">): RunState {
  if (proposal.stage.kind !== "changing") return state;
  const { attempt } = proposal.stage;
  const { phase } = attempt;
  if (phase.kind !== "reconciling") return state;
  if (!isAbout(proposal, event)) return state;
  if (event.found === "applied")
    return applied(state, proposal, { resourceVersion: null, atMs: event.atMs, reconciled: true });
  if (event.found === "unanswered") {
    const asking = askedInVain(phase.asking, event.message, state.nowMs);
    const stage = { kind: "changing" as const, attempt: { ...attempt, phase: { ...phase, asking } } };
    return withProposal(state, { ...proposal, stage });
  }
  if (event.found === "unknown") return lose(state, proposal, event.message);
  if (phase.otherwise?.kind === "rejected") return reject(state, proposal, phase.otherwise.reason);
  if (phase.otherwise !== undefined) return giveUp(state, proposal, phase.otherwise.reason);
  const elsewhere = proposal.approval?.run;
  const asked = { ...proposal, straggler: null };
  if (elsewhere !== undefined) return giveUp(state, asked, `it was not applied; ${approvedElsewhere(elsewhere)}`);
  if (hasLapsed(proposal, event.atMs))
    return giveUp(state, asked, "it was not applied, and the approval has expired since");
  return beginRecheck(state, { ...proposal, straggler: stragglerOf(attempt) });
}

function stragglerOf({ write, number, phase }: Attempt): Straggler | null {
  if (phase.kind === "preparing") return null;
  const { session, resourceVersion, notAfterMs, detail } = phase;
  return { write, number, intent: { session, resourceVersion, notAfterMs, detail } };
}

/** Whether an answer was lost of what is to be called not made: it may have arrived since it was asked about, and moved the object itself. */
function askOnceMore(state: RunState, proposal: Proposal, otherwise: Unmade): RunState | null {
  const { straggler } = proposal;
  if (straggler === null) return null;
  const { intent, ...about } = straggler;
  const phase = { ...intent, kind: "reconciling" as const, asking: firstAsking(state.nowMs), otherwise };
  return withProposal(withRound(state, "recheck", null), {
    ...proposal,
    straggler: null,
    stage: { kind: "changing", attempt: { ...about, turn: 1, phase } },
  });
}

function applied(state: RunState, proposal: Proposal, receipt: Proposal["receipts"][number]): RunState {
  const next: Proposal = {
    ...proposal,
    straggler: null,
    receipts: [...proposal.receipts, receipt],
    appliedAtMs: proposal.appliedAtMs ?? state.nowMs,
  };
  const writes = proposal.plan?.writes.length ?? 0;
  return next.receipts.length < writes ? prepare(state, next, next.receipts.length, 1) : complete(state, next);
}

/** All of it is in place: what it set in motion is waited for. */
export function complete(state: RunState, proposal: Proposal): RunState {
  const deadlineMs = verificationDeadlineMs(state, proposal);
  return withProposal(state, {
    ...proposal,
    deadlineMs,
    stage: { kind: "completing", polls: 0, nextAtMs: state.nowMs, summary: null },
  });
}

/** Refused with nothing changed; with a part changed its outcome is not what was approved, and is said as unknown. */
export function giveUp(state: RunState, proposal: Proposal, reason: string): RunState {
  if (changesMade(proposal) > 0)
    return lose(state, proposal, `only ${proposal.receipts.length} of its writes were made: ${reason}`);
  const asked = askOnceMore(state, proposal, { kind: "refused", reason });
  if (asked !== null) return asked;
  const stage = { kind: "refused" as const, reason };
  const refused = withProposal(withRound(state, "recheck", null), { ...proposal, appliedAtMs: null, stage });
  return isAttended(state) ? beginDiagnosis(refused, true) : refused;
}

/** Nobody can know whether it was applied: one more look at the symptoms, and nothing more is proposed. */
function lose(state: RunState, proposal: Proposal, reason: string): RunState {
  return beginDiagnosis(withProposal(state, { ...proposal, stage: { kind: "unknown", reason } }), false);
}
