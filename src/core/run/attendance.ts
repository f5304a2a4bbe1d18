import type { RunState } from "./state.ts";

/** Somebody stays with the run: at a terminal, or waiting for approvals from elsewhere. Nobody does where the process leaves by itself. */
export function isAttended(state: RunState): boolean {
  const { session, left } = state;
  return session !== null && left === null && (session.attendance === "terminal" || session.attendance === "wait");
}
