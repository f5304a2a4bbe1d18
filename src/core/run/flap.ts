import type { LeaseFacts, PastChange } from "../plan/lease.ts";
import { isAttended } from "./attendance.ts";
import { escalateByItself } from "./escalate.ts";
import { isUnderWay, type Proposal } from "./proposal.ts";
import type { RunState } from "./state.ts";

/** What was done to a target this long ago says nothing about today: a shift's length, within which the same people would do the same again. */
const WINDOW_MS = 6 * 60 * 60_000;
/** After this many it is not proposed again. */
const MOST = 2;
/** The clocks of those who wrote it may be ahead. */
const SKEW_MS = 5 * 60_000;

/** Why a mitigation is not proposed once more. `flaps`: those before it are over, and did not last; absent: one of them is under way. */
export interface FlapProblem {
  readonly reason: string;
  readonly flaps?: true;
}

/**
 * Why this mitigation is not proposed once more; null: it may be. It was made twice to the same target within six hours, and its evidence holds
 * again: so it did not last, whoever made it and from whichever run, or another run is at it right now. What was taken back, or is not known to be
 * made, is not counted, and an undo is never held back.
 */
export function flapProblem(proposal: Proposal, { holder, past }: LeaseFacts, nowMs: number): FlapProblem | null {
  if (proposal.undoes !== null) return null;
  const made = past.filter(
    (change) =>
      change.mitigation === proposal.mitigation &&
      change.action === proposal.action &&
      change.ended !== "undone" &&
      change.ended !== "unknown" &&
      change.atMs > nowMs - WINDOW_MS &&
      change.atMs < nowMs + SKEW_MS,
  );
  if (made.length < MOST) return null;
  const times = `it was made ${made.length} times within 6 h`;
  const current = made.find(({ run, ended }) => ended === "under-way" && run === holder?.run);
  const over = made.filter((change) => change !== current).map((change) => madeInWords(change, ENDS[change.ended]));
  if (current === undefined)
    return {
      reason: `${times} and did not last: ${over.join(", ")}; something else is wrong, so escalate`,
      flaps: true,
    };
  return {
    reason: `${times}: by ${over.join(", ")}, which did not last; that by ${madeInWords(current, null)}, is under way: wait until it is known whether that helps`,
  };
}

/** Of one that nobody is at its run did not come to say how it ended. */
const ENDS: Readonly<Record<PastChange["ended"], string>> = {
  "under-way": "never proved",
  verified: "verified",
  "not-helped": "not-helped",
  unknown: "unknown",
  undone: "undone",
};

function madeInWords({ user, host, run, atMs }: PastChange, end: string | null): string {
  return `${user}@${host} at ${new Date(atMs).toISOString()} (run ${run}${end === null ? "" : `, ${end}`})`;
}

/**
 * Escalating instead: once nothing else is offered for what was found, the next page that has a time is due at once, with somebody there who keeps the
 * clock. Once a run: the pages after it have their own times. What was acknowledged has its person already.
 */
export function escalateInstead(state: RunState): RunState {
  const latest = state.proposals.filter(({ cycle }) => cycle === state.cycle);
  const flaps = latest.some(({ stage }) => stage.kind === "unavailable" && stage.flaps === true);
  const open = state.proposals.some((one) => isUnderWay(one) || ["planning", "offered"].includes(one.stage.kind));
  const paged = state.steps.some(({ requested, status }) => requested || status === "paged");
  if (!flaps || open || paged || !isAttended(state) || state.acknowledgement !== null) return state;
  return escalateByItself(state);
}
