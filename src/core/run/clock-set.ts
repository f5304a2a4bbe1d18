import type { RunEvent } from "./event.ts";
import { isSetBack } from "./set-back.ts";
import type { RunState } from "./state.ts";
import type { Step } from "./step.ts";

/** Less is a clock that is kept right bit by bit, or what measuring takes. */
const SLEWED_MS = 1_000;

/**
 * The wall clock was set, either way, or slept: a page comes when its time has passed by that clock or by one that nobody set, whichever is sooner, and
 * never before. So what the clock was set back is taken from its due time, as far as it had not been set forward before, and given back as it is put
 * right.
 */
export function clockSet(state: RunState, event: RunEvent): RunState {
  const byMs = setByMs(state, event);
  if (byMs === 0) return state;
  const clockSetMs = state.clockSetMs + byMs;
  const isBack = isSetBack(state, event.atMs);
  const steps = state.steps.map((step) => {
    const { afterMs, dueAtMs } = step;
    if (afterMs === null || dueAtMs === null) return step;
    const moved = state.startedAtMs + afterMs + Math.min(0, clockSetMs);
    if (byMs > 0) return { ...step, dueAtMs: Math.max(dueAtMs, moved) };
    // Where the step back is waited out the time that is past stands still until it is over: nothing may become due by it.
    return isBack || moved > state.nowMs ? setBackTo(step, moved, event.atMs) : step;
  });
  return { ...state, clockSetMs, steps };
}

/**
 * By how much, milliseconds, forward positive. Between two processes nobody measured it: what lies before the latest event was set back at least so far, and
 * what lies after it may all be a clock that was set forward, which brings no page sooner once it is put right.
 */
function setByMs(state: RunState, event: RunEvent): number {
  if (event.type === "woke") return Math.abs(event.jumpedMs) < SLEWED_MS ? 0 : event.jumpedMs;
  const passedMs = event.atMs - state.stampedAtMs;
  if (isSetBack(state, event.atMs)) return passedMs;
  const isAnother = event.type === "session" || event.type === "handed-over";
  return isAnother ? Math.max(0, passedMs) : 0;
}

/** By a clock that was ahead it may have been late; where it is not due any more it is not. */
function setBackTo(step: Step, dueAtMs: number, nowMs: number): Step {
  return { ...step, dueAtMs, recheck: dueAtMs > nowMs ? "none" : step.recheck };
}
