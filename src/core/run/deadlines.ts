import { mayChange } from "./approve.ts";
import { askingOf, restsUnanswered } from "./asking.ts";
import { keepsClock, isDue } from "./escalate.ts";
import { renewalDueAtMs } from "./lease.ts";
import { laterNotes } from "./notes.ts";
import { askable, overdueAtMs } from "./round.ts";
import type { RunState } from "./state.ts";
import { isTime } from "./try-again.ts";
import { isWatching } from "./watch.ts";

export interface Deadline {
  readonly atMs: number;
  readonly why: string;
}

/** Everything that the passing of time alone will bring about; the driver waits for the earliest and sends `woke`. */
export function deadlines(state: RunState | null): readonly Deadline[] {
  if (state === null || state.left !== null || state.session === null) return [];
  if (state.ended !== null || state.session.attendance === "visitor") return ofNotes(state);
  return [
    ...checkBudgets(state),
    ...ofProposals(state),
    ...ofLeases(state),
    ...ofWatch(state),
    ...ofSteps(state),
    ...ofNotes(state),
  ];
}

function checkBudgets(state: RunState): readonly Deadline[] {
  return state.rounds.flatMap((round) =>
    askable(round, state.run.runbook).map((check) => ({
      atMs: overdueAtMs(state, round, check),
      why: `the budget of ${check.id}`,
    })),
  );
}

function ofProposals(state: RunState): readonly Deadline[] {
  return state.proposals.flatMap((proposal): readonly Deadline[] => {
    const { stage, deadlineMs } = proposal;
    const end = deadlineMs === null ? [] : [{ atMs: deadlineMs, why: `the proof of ${proposal.id}` }];
    if (stage.kind === "offered")
      return proposal.expiresAtMs === null || !mayChange(state)
        ? []
        : [{ atMs: proposal.expiresAtMs, why: `the expiry of ${proposal.id}` }];
    if (stage.kind === "completing")
      return stage.nextAtMs > state.nowMs
        ? [...end, { atMs: stage.nextAtMs, why: `the progress of ${proposal.id}` }]
        : end;
    if (stage.kind === "verifying" && !state.rounds.some((round) => round.purpose === "verification"))
      return [...end, { atMs: stage.proof.nextAtMs, why: `a sample for ${proposal.id}` }];
    const asking = askingOf(proposal);
    if (asking !== null && asking.nextAtMs > state.nowMs && !restsUnanswered(state, proposal))
      return [{ atMs: asking.nextAtMs, why: `asking what became of ${proposal.id}` }];
    return stage.kind === "verifying" ? end : [];
  });
}

function ofLeases(state: RunState): readonly Deadline[] {
  return state.proposals.flatMap((proposal) => {
    const atMs = renewalDueAtMs(proposal);
    return atMs === null || atMs <= state.nowMs ? [] : [{ atMs, why: `the lease for ${proposal.id}` }];
  });
}

function ofWatch(state: RunState): readonly Deadline[] {
  if (!isWatching(state) || state.rounds.some((round) => round.purpose === "watch")) return [];
  return [{ atMs: state.watch.nextAtMs, why: "a look at the symptoms" }];
}

function ofSteps(state: RunState): readonly Deadline[] {
  if (!keepsClock(state)) return [];
  return state.steps.flatMap((step) => {
    if (step.status !== "waiting") return [];
    if (!isDue(state, step)) return step.dueAtMs === null ? [] : [{ atMs: step.dueAtMs, why: `paging ${step.page}` }];
    const looking = state.rounds.some((round) => round.purpose === "overdue");
    const look =
      step.recheck === "wanted" && !looking
        ? [{ atMs: step.recheckAtMs, why: `a look before paging ${step.page}` }]
        : [];
    const { trying } = step;
    if (trying === null || isTime(trying, state.nowMs)) return look;
    return [...look, { atMs: trying.nextAtMs, why: `paging ${step.page} again` }];
  });
}

function ofNotes(state: RunState): readonly Deadline[] {
  return laterNotes(state).map(({ atMs, note, step }) => ({ atMs, why: `${note} for ${step.page} again` }));
}
