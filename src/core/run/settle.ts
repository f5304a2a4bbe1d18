import { mayChange } from "./approve.ts";
import { cancelSteps } from "./escalate.ts";
import { gravest } from "./outcome.ts";
import type { Outcome } from "./outcome.ts";
import { isUnderWay, wasApplied } from "./proposal.ts";
import type { Proposal } from "./proposal.ts";
import { hasRegressed } from "./guard.ts";
import { isRegressed } from "./regress.ts";
import type { RunState } from "./state.ts";
import type { Step } from "./step.ts";
import { wentAway } from "./watch.ts";
import { isWatched } from "./attendance.ts";

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
  if (undo !== undefined && undo === proposals.at(-1) && !searchGoesOn(state, undo)) return afterUndo(state, undo);
  if (proposals.some((proposal) => proposal.stage.kind === "unknown")) return "unverified";
  if (proposals.some((proposal) => isProof(state, proposal))) return byHealth(state);
  if (!state.mayPropose || state.run.mode === "dry-run") return byHealth(state);
  // After a known problem one look proves nothing: somebody who stays watches it pass a few times in a row.
  const watched = state.cycle > 1 && isWatched(state) && state.run.mode === "run";
  if (diagnosis.health === "healthy" && !watched) return byHealth(state);
  // Of symptoms that were left out nobody can say that they are gone.
  if (wentAway(state))
    return proposals.some(isUnproved) ? "unverified" : state.run.only === null ? "resolved" : "healthy";
  if (diagnosis.health === "inconclusive" && state.cycle === 1) return "inconclusive";
  if (diagnosis.health === "healthy") return null;
  return whileTroubled(state);
}

function whileTroubled(state: RunState): Outcome | null {
  // What was refused or did not help before the newest diagnosis was followed by a look at what else may be done: that stays open.
  const latest = state.proposals.filter((proposal) => proposal.cycle === state.cycle);
  const alone = !isWatched(state);
  if (alone && latest.some((proposal) => proposal.stage.kind === "refused")) return refusedBeside(state);
  if (alone && isStandingUnproved(latest.findLast(wasApplied))) return "unverified";
  if (mayChange(state) && state.proposals.some((proposal) => proposal.stage.kind === "offered")) return null;
  if (state.run.mode === "run" && state.steps.some(isToCome)) return null;
  return byHealth(state);
}

/** Its page has a time, or was asked for: one that failed in a way that may pass is tried again. */
function isToCome({ status, dueAtMs, requested }: Step): boolean {
  return status === "waiting" && (dueAtMs !== null || requested);
}

/** A change proved that the symptoms are gone; no longer once they were diagnosed anew, as they are after each undo. */
function isProof(state: RunState, { stage, cycle }: Proposal): boolean {
  return stage.kind === "verified" && cycle === state.cycle;
}

/** Of what was made last: in place, and not known to have left all well. */
function isStandingUnproved(latest: Proposal | undefined): boolean {
  return latest?.stage.kind === "not-helped" || latest?.stage.kind === "regressed";
}

function isUnproved({ stage }: Proposal): boolean {
  return stage.kind === "not-helped" || stage.kind === "unknown" || stage.kind === "regressed";
}

/** An undo that was proposed for a broken guard came up within the search for what helps; with somebody there that does not end with it. */
function searchGoesOn(state: RunState, undo: Proposal): boolean {
  const original = state.proposals.find(({ id }) => id === undo.undoes);
  return isWatched(state) && state.mayPropose && original?.guards.some(hasRegressed) === true;
}

function afterUndo(state: RunState, { stage }: Proposal): Outcome {
  return stage.kind === "refused" || stage.kind === "unavailable" ? refusedBeside(state) : byHealth(state);
}

/** What is in place and not verified speaks before what was refused. */
function refusedBeside(state: RunState): Outcome {
  return state.proposals.some(isUnproved) ? "unverified" : "refused";
}

function byHealth(state: RunState): Outcome {
  // Nobody decided about what it broke.
  if (state.proposals.some(isRegressed)) return "unverified";
  if (state.proposals.some((proposal) => isProof(state, proposal))) return "resolved";
  // What is in place is not verified by symptoms that pass in one look, nor by some that cannot be told.
  if (state.proposals.some(isUnproved)) return "unverified";
  const health = state.diagnosis?.health ?? "inconclusive";
  return health === "problem" && state.steps.some((step) => step.status === "paged") ? "escalated" : health;
}

/** Some of it may be in place, and it is still under way. */
function isMade({ stage, receipts }: Proposal): boolean {
  return (
    ["changing", "completing", "verifying"].includes(stage.kind) || (stage.kind === "rechecking" && receipts.length > 0)
  );
}

/** How the run stands now: its end where it has one, else what holds it. */
export function outcomeOf(state: RunState): Outcome {
  if (state.ended !== null) return state.ended.outcome;
  const health = state.diagnosis?.health ?? "inconclusive";
  const holding: Outcome[] = [health];
  if (state.proposals.some((proposal) => isMade(proposal) || isUnproved(proposal))) holding.push("unverified");
  if (state.proposals.some((proposal) => proposal.stage.kind === "offered") && mayChange(state))
    holding.push("awaiting-approval");
  if (health === "problem" && state.steps.some((step) => step.status === "paged")) holding.push("escalated");
  if (state.left === "interrupted") holding.push("interrupted");
  return gravest(holding);
}
