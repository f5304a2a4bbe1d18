import { mayChange } from "./approve.ts";
import { cancelSteps } from "./escalate.ts";
import { gravest } from "./outcome.ts";
import type { Outcome } from "./outcome.ts";
import { isUnderWay, wasApplied } from "./proposal.ts";
import type { Proposal } from "./proposal.ts";
import type { RunState } from "./state.ts";
import { wentAway } from "./watch.ts";
import { isAttended } from "./attendance.ts";

/** Ends the run when nothing is left that could move it; the outcome is decided once, here. */
export function settle(state: RunState): RunState {
  if (state.ended !== null) return state;
  const outcome = finalOutcome(state);
  if (outcome === null) return state;
  return { ...state, rounds: [], steps: cancelSteps(state.steps), ended: { outcome, atMs: state.nowMs } };
}

function finalOutcome(state: RunState): Outcome | null {
  const { diagnosis, proposals } = state;
  if (diagnosis === null || state.rounds.some((round) => round.purpose === "diagnosis")) return null;
  if (proposals.some((p) => isUnderWay(p) || p.stage.kind === "planning")) return null;
  const undo = proposals.findLast((proposal) => proposal.undoes !== null);
  if (undo?.stage.kind === "offered") return null;
  if (undo !== undefined && undo === proposals.at(-1)) return afterUndo(undo) ?? byHealth(state);
  if (proposals.some((proposal) => proposal.stage.kind === "unknown")) return "unverified";
  if (proposals.some((proposal) => isProof(state, proposal))) return "resolved";
  if (!state.mayPropose || state.run.mode === "dry-run") return byHealth(state);
  // After a known problem one look proves nothing: somebody who stays watches it pass a few times in a row.
  const watched = state.cycle > 1 && isAttended(state);
  if (diagnosis.health === "healthy" && !watched) return proposals.some(isUnproved) ? "unverified" : "healthy";
  if (wentAway(state)) return proposals.some(isUnproved) ? "unverified" : "resolved";
  if (diagnosis.health === "inconclusive" && state.cycle === 1) return "inconclusive";
  if (diagnosis.health === "healthy") return null;
  return whileTroubled(state);
}

function whileTroubled(state: RunState): Outcome | null {
  // What was refused or did not help before the newest diagnosis was followed by a look at what else may be done: that stays open.
  const latest = state.proposals.filter((proposal) => proposal.cycle === state.cycle);
  const alone = !isAttended(state);
  if (alone && latest.some((proposal) => proposal.stage.kind === "refused")) return "refused";
  if (alone && latest.findLast(wasApplied)?.stage.kind === "not-helped") return "unverified";
  if (mayChange(state) && state.proposals.some((proposal) => proposal.stage.kind === "offered")) return null;
  if (state.run.mode === "run" && state.steps.some((step) => step.status === "waiting" && step.dueAtMs !== null))
    return null;
  return byHealth(state);
}

/** A change proved that the symptoms are gone; not an undo, and no longer once they were diagnosed anew. */
function isProof(state: RunState, { stage, undoes, cycle }: Proposal): boolean {
  return stage.kind === "verified" && undoes === null && cycle === state.cycle;
}

function isUnproved(proposal: Proposal): boolean {
  return proposal.stage.kind === "not-helped" || proposal.stage.kind === "unknown";
}

function afterUndo(undo: Proposal): Outcome | null {
  switch (undo.stage.kind) {
    case "refused":
    case "unavailable":
    case "expired":
      return "refused";
    case "unknown":
    case "not-helped":
      return "unverified";
    default:
      return null;
  }
}

function byHealth(state: RunState): Outcome {
  if (state.proposals.some((proposal) => isProof(state, proposal))) return "resolved";
  const health = state.diagnosis?.health ?? "inconclusive";
  if (health === "problem" && state.proposals.some(isUnproved)) return "unverified";
  return health === "problem" && state.steps.some((step) => step.status === "paged") ? "escalated" : health;
}

/** How the run stands now: its end where it has one, else what holds it. */
export function outcomeOf(state: RunState): Outcome {
  if (state.ended !== null) return state.ended.outcome;
  const health = state.diagnosis?.health ?? "inconclusive";
  const holding: Outcome[] = [health];
  if (state.proposals.some((p) => ["changing", "completing", "verifying"].includes(p.stage.kind) || isUnproved(p)))
    holding.push("unverified");
  if (state.proposals.some((proposal) => proposal.stage.kind === "offered") && mayChange(state))
    holding.push("awaiting-approval");
  if (health === "problem" && state.steps.some((step) => step.status === "paged")) holding.push("escalated");
  if (state.left === "interrupted") holding.push("interrupted");
  return gravest(holding);
}
