import type { RunEvent } from "./event.ts";
import { isSetBack } from "./set-back.ts";
import type { RunState } from "./state.ts";
import type { Step } from "./step.ts";

/**
 * The wall clock was set, either way, or slept: a page comes when its time has passed by that clock or by one that nobody set, whichever is sooner, and
 * never before. So what the clock was set back is taken from its due time, as far as it had not been set forward before, and given back as it is put
 * right. A step back that is waited out (`setBack`) counts with the next longer one.
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
    return isBack ? setBackTo(step, moved, event.atMs) : { ...step, dueAtMs: Math.max(dueAtMs, moved) };
  });
  return { ...state, clockSetMs, steps };
}

/** By how much, milliseconds, forward positive. Between two processes nobody measured it: what lies before the latest event was set back at least so far. */
function setByMs(state: RunState, event: RunEvent): number {
  if (event.type === "woke") return event.jumpedMs;
  return isSetBack(state, event.atMs) ? event.atMs - state.nowMs : 0;
}

/** By a clock that was ahead it may have been late; where it is not due any more it is not. */
function setBackTo(step: Step, dueAtMs: number, nowMs: number): Step {
  return { ...step, dueAtMs, recheck: dueAtMs > nowMs ? "none" : step.recheck };
}
