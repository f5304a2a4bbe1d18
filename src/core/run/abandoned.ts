import { isAttended } from "./attendance.ts";
import { isGoingOn } from "./machine.ts";
import type { RunState } from "./state.ts";

/** By its events a process is at work on it, or stays with it. Where none holds it, the last one was killed, or its machine is gone. */
export function expectsHolder(state: RunState): boolean {
  if (state.ended !== null || state.session === null) return state.ended === null;
  return isAttended(state) || (state.left === null && isGoingOn(state));
}

/** The run as it stands while nobody holds it: nobody keeps its clock. */
export function withoutHolder(state: RunState): RunState {
  return state.session === null ? state : { ...state, session: { ...state.session, attendance: "none" } };
}
