import { approve, offer } from "./approve.ts";
import { isAttended } from "./attendance.ts";
import { begin } from "./begin.ts";
import { intend, receive, reconcile, withhold } from "./change.ts";
import { clockSet } from "./clock-set.ts";
import { beginDiagnosis, planStandIns } from "./diagnose.ts";
import { acknowledge, escalateNow, recordPage } from "./escalate.ts";
import type { EventOf, RunEvent } from "./event.ts";
import { afterJump } from "./gap.ts";
import { handOver, supersede } from "./hand-over.ts";
import { progress } from "./prove.ts";
import { afterRecheck, takeResult } from "./take-result.ts";
import { escalateInstead, flapProblem } from "./flap.ts";
import { takeLease } from "./take-lease.ts";
import { decline } from "./keep-change.ts";
import { takeOver } from "./session.ts";
import { takesBackRegressed } from "./regress.ts";
import { setBack } from "./set-back.ts";
import { settle } from "./settle.ts";
import type { Proposal } from "./proposal.ts";
import type { RunState } from "./state.ts";
import { tick } from "./tick.ts";
import { requestUndo } from "./undo.ts";
import { proposalOf, withProposal } from "./with-proposal.ts";

/** The fold. Total: an event that does not fit the state changes nothing but the time. A run that has ended takes in notes and undos only. */
export function apply(state: RunState | null, event: RunEvent): RunState | null {
  if (state === null) return event.type === "started" ? begin(event) : null;
  const jumpedMs = event.type === "woke" ? event.jumpedMs : 0;
  const steady = setBack(clockSet(state, event), event.atMs);
  const timed = { ...steady, nowMs: Math.max(steady.nowMs, event.atMs), stampedAtMs: event.atMs };
  const answered = ["approved", "declined", "escalated"].includes(event.type);
  const next = happened(answered ? { ...timed, answers: timed.answers + 1 } : timed, event);
  return settle(tick(settle(next), jumpedMs));
}

function happened(state: RunState, event: RunEvent): RunState {
  if (state.successor !== null) return state;
  if (event.type === "superseded") return supersede(state, event);
  if (event.type === "fenced") return { ...state, fence: event.fence };
  if (state.ended !== null) return afterTheEnd(state, event);
  switch (event.type) {
    case "started":
      return state;
    case "woke":
      return afterJump(state, event.jumpedMs);
    case "handed-over":
      return handOver(state, event);
    case "session":
      return takeOver(state, event);
    case "checked":
      return takeResult(state, event.round, event.check, event.result);
    case "approved":
      return approve(state, event);
    case "escalated":
      return escalateNow(state);
    case "acknowledged":
      return acknowledge(state, event);
    case "paged":
      return recordPage(state, event);
    case "left":
      return { ...state, left: event.reason, rounds: state.rounds.filter((round) => round.purpose === "diagnosis") };
    case "undo-requested":
      return requestUndo(state, event.proposal);
    default:
      return ofProposal(state, event);
  }
}

function afterTheEnd(state: RunState, event: RunEvent): RunState {
  if (event.type === "paged") return recordPage(state, event);
  if (event.type === "session") return takeOver(state, event);
  if (event.type === "leased") return ofProposal(state, event);
  return event.type === "undo-requested" ? requestUndo(state, event.proposal) : state;
}

type ProposalEvent = EventOf<
  "planned" | "plan-failed" | "declined" | "leased" | "intended" | "withheld" | "received" | "reconciled" | "progressed"
>;

function ofProposal(state: RunState, event: ProposalEvent): RunState {
  const known = proposalOf(state, event.proposal);
  if (known === undefined) return state;
  const told = event.type === "planned" || event.type === "plan-failed" ? event.rivals : undefined;
  const proposal = told === undefined ? known : { ...known, rivals: told };
  switch (event.type) {
    case "planned":
      if (proposal.stage.kind === "planning" && event.stage === "propose") {
        const flaps = event.rivals === undefined ? null : flapProblem(proposal, event.rivals, state.nowMs);
        return flaps === null ? offer(state, proposal, event.plan) : cannotBeOffered(state, proposal, flaps);
      }
      if (proposal.stage.kind !== "rechecking" || !isOfRecheck(proposal.stage, event)) return state;
      return afterRecheck(
        withProposal(state, { ...proposal, stage: { ...proposal.stage, plan: event.plan } }),
        proposal.id,
      );
    case "plan-failed":
      if (proposal.stage.kind === "planning" && event.stage === "propose")
        return cannotBeOffered(state, proposal, { reason: event.reason });
      if (proposal.stage.kind !== "rechecking" || !isOfRecheck(proposal.stage, event)) return state;
      return afterRecheck(
        withProposal(state, { ...proposal, stage: { ...proposal.stage, failure: event.reason } }),
        proposal.id,
      );
    case "declined":
      return decline(state, proposal);
    case "leased":
      return takeLease(state, proposal, event);
    case "intended":
      return intend(state, proposal, event);
    case "withheld":
      return withhold(state, proposal, event);
    case "received":
      return receive(state, proposal, event);
    case "reconciled":
      return reconcile(state, proposal, event);
    case "progressed":
      return progress(state, proposal, event.progress);
  }
}

function cannotBeOffered(
  state: RunState,
  proposal: Proposal,
  why: { readonly reason: string; readonly flaps?: true },
): RunState {
  const without = withProposal(state, { ...proposal, stage: { kind: "unavailable", ...why } });
  // What it broke stays broken: with somebody there the search goes on.
  return takesBackRegressed(state, proposal) && isAttended(state)
    ? beginDiagnosis(without, true)
    : escalateInstead(planStandIns(without, proposal));
}

/** A late answer to an earlier recheck says nothing about this one. */
function isOfRecheck(stage: { readonly attempt: number }, event: EventOf<"planned" | "plan-failed">): boolean {
  return event.stage === "recheck" && event.recheck === stage.attempt;
}
