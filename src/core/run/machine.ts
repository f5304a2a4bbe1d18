import { apply } from "./apply.ts";
import { restsUnanswered } from "./asking.ts";
import type { Effect } from "./effect.ts";
import type { RunEvent } from "./event.ts";
import { laterNotes } from "./notes.ts";
import { isUnderWay } from "./proposal.ts";
import type { RunState } from "./state.ts";
import { wanted } from "./wanted.ts";

export { apply } from "./apply.ts";
export { refusal } from "./refusal.ts";
export { deadlines } from "./deadlines.ts";
export { wanted } from "./wanted.ts";

/** The state before the first event. */
export function start(): RunState | null {
  return null;
}

/** What an event starts and what it takes back: the difference of what is wanted before and after it. */
export interface Steering {
  readonly begin: readonly Effect[];
  readonly withdraw: readonly string[];
}

/** One step of a run: pure. A run is `events.reduce(apply, start())`; the effects follow from the state. */
export function transition(state: RunState | null, event: RunEvent): readonly [RunState | null, Steering] {
  const next = apply(state, event);
  const before = wanted(state);
  const after = wanted(next);
  const begin = after.filter((effect) => !before.some((other) => other.id === effect.id));
  const withdraw = before.filter((effect) => !after.some((other) => other.id === effect.id)).map((effect) => effect.id);
  return [next, { begin, withdraw }];
}

export function isEnded(state: RunState | null): boolean {
  return state !== null && state.ended !== null;
}

/** Only a person, or a clock that nobody keeps, could move it on: a process without a terminal may leave. */
export function isResting(state: RunState | null): boolean {
  if (state === null) return true;
  const awaitsNote = laterNotes(state).length > 0;
  if (state.session?.attendance === "visitor") return wanted(state).length === 0 && !awaitsNote;
  const busy = awaitsNote || wanted(state).some((effect) => effect.type !== "prompt");
  return (
    !busy && state.rounds.length === 0 && !state.proposals.some((p) => isUnderWay(p) && !restsUnanswered(state, p))
  );
}

/** Somebody watches it from another process: whether what was asked for is still on its way, or an ended run has yet to let go of what it holds. */
export function isGoingOn(state: RunState): boolean {
  if (state.ended !== null) return wanted(state).length > 0;
  const diagnosing = state.rounds.some((round) => round.purpose === "diagnosis");
  return diagnosing || state.proposals.some((proposal) => isUnderWay(proposal) || proposal.stage.kind === "planning");
}
