import type { EventOf } from "./event.ts";
import { JUMP_MS } from "./gap.ts";
import { askedSymptoms, allPass } from "./health.ts";
import { beginRound, withRound } from "./round.ts";
import type { Round, RunState } from "./state.ts";
import { recordNote } from "./notes.ts";
import type { Step } from "./step.ts";
import { failedOnceMore, isTime, notBefore, notAfter } from "./try-again.ts";
import { isAttended } from "./attendance.ts";

/** A step overdue by more than this was missed, not awaited: the symptoms are sampled before its late page. */
const OVERDUE_MS = 10 * 60_000;
const RECHECK_INTERVAL_MS = 30_000;

/** The clock runs where somebody stays, in a real run, once there is a problem, until it ends: with a first diagnosis that finds none it does. */
export function keepsClock(state: RunState): boolean {
  return isAttended(state) && state.diagnosis !== null && state.run.mode === "run" && state.ended === null;
}

export function isDue(state: RunState, step: Step): boolean {
  return step.status === "waiting" && (step.requested || (step.dueAtMs !== null && state.nowMs >= step.dueAtMs));
}

/** Due, not held back for a look at the symptoms, and not within the pause after a failure. */
export function mayPage(state: RunState, step: Step): boolean {
  const lookedAt = step.requested || step.recheck !== "wanted";
  return keepsClock(state) && isDue(state, step) && lookedAt && isTime(step.trying, state.nowMs);
}

/** Marks what was missed by a sleep, a clock step or a long absence, and begins the look at the symptoms that it needs. */
export function tickEscalation(state: RunState, jumpedMs: number): RunState {
  if (!keepsClock(state)) return state;
  const steps = state.steps.map((step) => {
    const awaitedMs = awaitedAtMs(step);
    const missed = isDue(state, step) && !step.requested && awaitedMs !== null;
    const late = state.nowMs - (awaitedMs ?? state.nowMs) > OVERDUE_MS || Math.abs(jumpedMs) > JUMP_MS;
    return missed && late ? { ...step, recheck: "wanted" as const, recheckAtMs: state.nowMs } : step;
  });
  const next = { ...state, steps };
  const wanted = steps.some(
    (step) => isDue(next, step) && step.recheck === "wanted" && step.recheckAtMs <= state.nowMs,
  );
  if (!wanted || state.rounds.some((round) => round.purpose === "overdue")) return next;
  return beginRound(next, "overdue", `overdue-${state.nowMs}`, askedSymptoms(state.run));
}

/** What its lateness is counted from, milliseconds since the epoch; null: a look has been taken, or is being taken. A look counts for one try only. */
function awaitedAtMs({ recheck, dueAtMs, trying }: Step): number | null {
  if (recheck === "none") return dueAtMs;
  return recheck === "done" && trying !== null ? trying.nextAtMs : null;
}

/** The look before a late page: symptoms that all pass hold it back a while longer, anything else lets it go. */
export function takeOverdueRound(state: RunState, round: Round): RunState {
  const calm = allPass(round.checks, round.results);
  const steps = state.steps.map((step) => {
    if (step.recheck !== "wanted") return step;
    if (calm) return { ...step, recheckAtMs: state.nowMs + RECHECK_INTERVAL_MS };
    // The try that it was taken for is in time from here on.
    return { ...step, recheck: "done" as const, trying: notBefore(step.trying, state.nowMs) };
  });
  return withRound({ ...state, steps }, "overdue", null);
}

/** The operator wants the next step now, whatever the pause that it is in, and also one whose condition does not hold. */
export function escalateNow(state: RunState): RunState {
  return askForNext(state, () => true);
}

/** Nobody asked, and there is nothing else to do: the next page is due at once. One whose condition does not hold is none of this trouble's. */
export function escalateByItself(state: RunState): RunState {
  return askForNext(state, ({ dueAtMs }) => dueAtMs !== null);
}

function askForNext(state: RunState, may: (step: Step) => boolean): RunState {
  const next = [...state.steps]
    .filter((step) => step.status === "waiting" && !step.requested && may(step))
    .sort((a, b) => (a.dueAtMs ?? Infinity) - (b.dueAtMs ?? Infinity))[0];
  if (next === undefined) return state;
  return {
    ...state,
    steps: state.steps.map((step) => (step.index === next.index ? asked(step, state.nowMs) : step)),
  };
}

function asked(step: Step, nowMs: number): Step {
  return { ...step, requested: true, trying: notAfter(step.trying, nowMs) };
}

/** Acknowledging stops the paging. */
export function acknowledge(state: RunState, { by }: EventOf<"acknowledged">): RunState {
  if (state.acknowledgement !== null) return state;
  const steps = state.steps.map((step) =>
    step.status === "waiting" ? { ...step, status: "acknowledged" as const } : step,
  );
  return { ...state, steps, acknowledgement: { by, atMs: state.nowMs } };
}

/** What came of a page or a note. A page that failed in a way that may pass is tried again for as long as its step waits. */
export function recordPage(state: RunState, event: EventOf<"paged">): RunState {
  const steps = state.steps.map((step): Step => {
    if (step.index !== event.step) return step;
    if (event.note !== "page") return recordNote(step, event.note, event, state.nowMs);
    // It may have been under way when it was acknowledged, or when the run came to its end.
    if (!["waiting", "acknowledged", "cancelled"].includes(step.status)) return step;
    if (!event.ok && event.again === true)
      return { ...step, message: event.message, trying: failedOnceMore(step.trying, state.nowMs) };
    return { ...step, status: event.ok ? "paged" : "failed", message: event.message };
  });
  return { ...state, steps };
}

/** Nothing is left to wait for. */
export function cancelSteps(steps: readonly Step[]): readonly Step[] {
  return steps.map((step) => (step.status === "waiting" ? { ...step, status: "cancelled" as const } : step));
}
