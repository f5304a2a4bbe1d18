import { isAttended } from "./attendance.ts";
import type { Asking, Proposal } from "./proposal.ts";
import type { RunState } from "./state.ts";

const FIRST_PAUSE_MS = 3_000;
const LONGEST_PAUSE_MS = 60_000;
/** Where nobody stays, the run is left open after this many questions without an answer: some five minutes, the time for the requests included. */
const MAX_UNATTENDED = 8;

/** Before the first question. */
export function firstAsking(nowMs: number): Asking {
  return { unanswered: 0, message: null, nextAtMs: nowMs };
}

/** After one that had no answer: that says nothing of the change, so it is asked again, less and less often. */
export function askedInVain(asking: Asking, message: string, nowMs: number): Asking {
  const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** asking.unanswered);
  return { unanswered: asking.unanswered + 1, message, nextAtMs: nowMs + pauseMs };
}

/** The question that this proposal's change waits for; null where it waits for none. */
export function askingOf({ stage }: Proposal): Asking | null {
  return stage.kind === "changing" && stage.attempt.phase.kind === "reconciling" ? stage.attempt.phase.asking : null;
}

/** Asked often enough for a process that nobody stays with: the next one that takes the run asks anew. */
export function restsUnanswered(state: RunState, proposal: Proposal): boolean {
  return !isAttended(state) && (askingOf(proposal)?.unanswered ?? 0) >= MAX_UNATTENDED;
}
