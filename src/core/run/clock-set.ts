import type { RunEvent } from "./event.ts";
import { JUMP_MS } from "./gap.ts";
import type { RunState } from "./state.ts";
import type { Step } from "./step.ts";

/**
 * The wall clock was set, either way, or slept: a page comes when its time has passed by that clock or by one that nobody set, whichever is sooner, and
 * never before. So what the clock was set back is taken from its due time, as far as it had not been set forward before, and given back as it is put
 * right. A step back of up to a minute is waited out, and counts with the next longer one.
 */
export function clockSet(state: RunState, event: RunEvent): RunState {
  const byMs = setByMs(state, event);
  if (byMs === 0) return state;
  const clockSetMs = state.clockSetMs + byMs;
  const behindMs = Math.min(0, clockSetMs);
  const steps = state.steps.map((step) => stepAt(step, state.startedAtMs + behindMs, byMs, event.atMs));
  return { ...state, clockSetMs, steps };
}

/** By how much, milliseconds, forward positive. Between two processes nobody measured it: what lies before the latest event was set back at least so far. */
function setByMs(state: RunState, event: RunEvent): number {
  if (event.type === "woke") return event.jumpedMs;
  const byMs = event.atMs - state.nowMs;
  return byMs < -JUMP_MS ? byMs : 0;
}

function stepAt(step: Step, startedAtMs: number, byMs: number, nowMs: number): Step {
  const { afterMs, dueAtMs } = step;
  const waitedOut = byMs < 0 && byMs >= -JUMP_MS;
  if (afterMs === null || dueAtMs === null || waitedOut) return step;
  const moved = startedAtMs + afterMs;
  if (byMs > 0) return { ...step, dueAtMs: Math.max(dueAtMs, moved) };
  // By a clock that was ahead it was late; it is not any more.
  return { ...step, dueAtMs: moved, recheck: moved > nowMs ? "none" : step.recheck };
}
