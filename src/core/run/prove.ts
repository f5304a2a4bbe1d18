import { parameterDurationMs } from "../runbook/parameter-duration.ts";
import { isDecided } from "../check/verdict.ts";
import { beginDiagnosis, provingChecks } from "./diagnose.ts";
import type { Progress } from "./event.ts";
import { afterLook, canRegress, fromAnew, isBroken, isOpen, LOOKS_TO_CONFIRM, openInWords } from "./guard.ts";
import { allPass } from "./health.ts";
import type { Proof, Proposal } from "./proposal.ts";
import { takesBackRegressed, regress } from "./regress.ts";
import { beginRound, withRound } from "./round.ts";
import type { Round, RunState } from "./state.ts";
import { proposalOf, withProposal } from "./with-proposal.ts";
import { isAttended } from "./attendance.ts";

/** What is read every few seconds may be measured every few minutes: the longest time in which a new sample is waited for. */
const LONGEST_SPACING_MS = 300_000;

/** How often a change under way is asked whether it completed. */
const POLL_INTERVAL_MS = 1_000;

function intervalMs(state: RunState): number {
  return parameterDurationMs(state.run.runbook.verification.interval, state.run.parameters);
}

/** The progress deadline + the longest window behind a proving check + N intervals + the time that recovery may take, from the change on. */
export function verificationDeadlineMs(state: RunState, proposal: Proposal): number {
  return state.nowMs + proofMs(state, proposal);
}

/** How long a change may take until it is proved; one that has completed needs no time for that any more. */
export function proofMs(state: RunState, proposal: Proposal): number {
  const guards = proposal.guards.filter(canRegress).map(({ check }) => check);
  const windows = [...provingChecks(state, proposal), ...guards].map((check) => {
    const result = state.diagnosis?.results.get(check);
    return result === undefined ? 0 : result.sampledAtMs - result.windowStartMs;
  });
  const completionMs = proposal.stage.kind === "verifying" ? 0 : (proposal.plan?.completionSeconds ?? 0) * 1_000;
  const { passes, within } = state.run.runbook.verification;
  const recoveryMs = within === undefined ? 0 : parameterDurationMs(within, state.run.parameters);
  const samples = passes + (guards.length === 0 ? 0 : LOOKS_TO_CONFIRM);
  return completionMs + Math.max(0, ...windows) + samples * intervalMs(state) + recoveryMs;
}

export function progress(state: RunState, proposal: Proposal, seen: Progress): RunState {
  if (proposal.stage.kind === "verifying") return looked(state, proposal, proposal.stage.proof, seen);
  if (proposal.stage.kind !== "completing") return state;
  if (seen.failed !== null) return ended(state, proposal, seen.failed);
  if (!seen.complete || seen.completedAtMs === null) {
    const stage = {
      ...proposal.stage,
      polls: proposal.stage.polls + 1,
      nextAtMs: state.nowMs + POLL_INTERVAL_MS,
      summary: seen.summary,
    };
    return withProposal(state, { ...proposal, stage });
  }
  if (proposal.undoes !== null) {
    // An inverse is proved by its completion.
    return takenBack(state, { ...proposal, stage: { kind: "verified", proof: null } });
  }
  // By the clock of the cluster, which may be behind the one here: not before the server said that it took it.
  const completedAtMs = Math.max(seen.completedAtMs, proposal.appliedAtMs ?? 0);
  const proof: Proof = {
    completedAtMs,
    samples: 0,
    passes: 0,
    looked: 0,
    countedAtMs: {},
    stale: 0,
    nextAtMs: state.nowMs + intervalMs(state),
  };
  const guards = proposal.guards.map(fromAnew);
  return withProposal(state, { ...proposal, guards, stage: { kind: "verifying", proof } });
}

/**
 * After each sample that leaves the proof open the change itself is looked at: what somebody took back, a person or a controller, proves nothing any
 * more, and is not made again over them.
 */
export function wantsLook({ samples, looked: done }: Proof): boolean {
  return samples > done;
}

function looked(state: RunState, proposal: Proposal, proof: Proof, seen: Progress): RunState {
  if (!wantsLook(proof)) return state;
  if (seen.failed !== null) return notHelped(state, proposal, seen.failed, proof);
  return withProposal(state, {
    ...proposal,
    stage: { kind: "verifying", proof: { ...proof, looked: proof.samples } },
  });
}

/** It is time for the next sample, or past the deadline. */
export function tick(state: RunState, proposal: Proposal): RunState {
  const late = proposal.deadlineMs !== null && state.nowMs >= proposal.deadlineMs;
  if (proposal.stage.kind === "completing" && late) return ended(state, proposal, "it did not complete in time");
  if (proposal.stage.kind !== "verifying") return state;
  const { proof } = proposal.stage;
  if (late) return notHelped(state, proposal, lateReason(state, proposal, proof), proof);
  if (state.nowMs < proof.nextAtMs || state.rounds.some((round) => round.purpose === "verification")) return state;
  const looks = proposal.looks + 1;
  const next = withProposal(state, { ...proposal, looks });
  return beginRound(next, "verification", `verify-${proposal.id}-${looks}`, sampledChecks(state, proposal));
}

/** What proves the change, and what it must not break. */
function sampledChecks(state: RunState, proposal: Proposal): readonly string[] {
  const sampled = new Set([...provingChecks(state, proposal), ...proposal.guards.map(({ check }) => check)]);
  return state.run.runbook.investigation.map(({ id }) => id).filter((id) => sampled.has(id));
}

function lateReason(state: RunState, { guards }: Proposal, { passes }: Proof): string {
  if (passes < state.run.runbook.verification.passes) return "the symptoms did not recover in time";
  return `the symptoms recovered, but ${openInWords(guards)}`;
}

/**
 * A sample counts only when its window begins after the change completed and it is newer than the last of its check; one that is told again costs no
 * time of the proof. Recovery is N passes in a row; a sample that fails or cannot be told begins the count anew. Guards are looked at beside it, each by
 * itself: one that the change broke ends the proof at once, and none may be open at its end.
 */
export function takeSample(state: RunState, proposal: Proposal, round: Round): RunState {
  const cleared = withRound(state, "verification", null);
  if (proposal.stage.kind !== "verifying") return cleared;
  const { proof } = proposal.stage;
  const proving = provingChecks(state, proposal);
  const results = [...round.results].filter(([check]) => proving.includes(check));
  const lastAtMs = (check: string): number => proof.countedAtMs[check] ?? proof.completedAtMs;
  const isNew = results.every(([check, { sampledAtMs }]) => sampledAtMs > lastAtMs(check));
  const fresh = isNew && results.every(([, { windowStartMs }]) => windowStartMs >= proof.completedAtMs);
  const passed = allPass(proving, round.results);
  const needed = state.run.runbook.verification.passes;
  const passes = !passed ? 0 : fresh ? Math.min(needed, proof.passes + 1) : proof.passes;
  const decided = results.filter(([, { verdict }]) => isDecided(verdict));
  const countedAtMs = Object.fromEntries(decided.map(([check, { sampledAtMs }]) => [check, sampledAtMs]));
  const next: Proof = {
    ...proof,
    samples: proof.samples + 1,
    passes,
    countedAtMs: fresh ? { ...proof.countedAtMs, ...countedAtMs } : proof.countedAtMs,
    stale: proof.stale + (isNew ? 0 : 1),
    nextAtMs: state.nowMs + intervalMs(state),
  };
  const guards = proposal.guards.map((guard) => {
    const seen = round.results.get(guard.check);
    return seen === undefined ? guard : afterLook(guard, seen, proof.completedAtMs);
  });
  const waits = passed && !isNew && next.stale * intervalMs(state) <= needed * LONGEST_SPACING_MS;
  const deadlineMs =
    proposal.deadlineMs === null || !waits ? proposal.deadlineMs : proposal.deadlineMs + intervalMs(state);
  const sampled = { ...cleared, sampled: round.results };
  if (guards.some(isBroken)) return regress(sampled, { ...proposal, guards }, next);
  const recovered = passes >= needed && !guards.some(isOpen);
  const kind = recovered ? ("verified" as const) : ("verifying" as const);
  return withProposal(sampled, { ...proposal, guards, deadlineMs, stage: { kind, proof: next } });
}

/** What the change set in motion came to no good end. An inverse is in place all the same, though not proved: it goes back to what may never have worked. */
function ended(state: RunState, proposal: Proposal, reason: string): RunState {
  if (proposal.undoes === null) return notHelped(state, proposal, reason, null);
  return takenBack(state, { ...proposal, stage: { kind: "not-helped", reason, proof: null } });
}

/** The change is in place and did not help: with somebody there the search goes on without it. */
function notHelped(state: RunState, proposal: Proposal, reason: string, proof: Proof | null): RunState {
  const next = withProposal(withRound(state, "verification", null), {
    ...proposal,
    stage: { kind: "not-helped", reason, proof },
  });
  return isAttended(state) ? beginDiagnosis(next, true) : next;
}

/**
 * The change that it takes back is undone; the symptoms are looked at once more, and nothing is proposed. Where the change broke a guard, whoever
 * is there is still at the problem that it was made for: then the search goes on.
 */
function takenBack(state: RunState, undo: Proposal): RunState {
  const done = withProposal(state, undo);
  const original = undo.undoes === null ? undefined : proposalOf(done, undo.undoes);
  const both =
    original === undefined ? done : withProposal(done, { ...original, stage: { kind: "undone", by: undo.id } });
  const goesOn = undo.stage.kind === "verified" && takesBackRegressed(state, undo) && isAttended(state);
  return beginDiagnosis(both, goesOn);
}
