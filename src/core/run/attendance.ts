import type { RunState } from "./state.ts";

/**
 * The run ends by what somebody who stays has seen: also while that process is leaving, and while another one only speaks to it. What is open then is
 * for whoever comes next, who may look longer.
 */
export function isWatched({ session }: RunState): boolean {
  return session !== null && session.attendance !== "none";
}

/** Somebody stays with the run: at a terminal, or waiting for approvals from elsewhere. Nobody does where the process leaves by itself. */
export function isAttended(state: RunState): boolean {
  const { session, left } = state;
  return session !== null && left === null && (session.attendance === "terminal" || session.attendance === "wait");
}
