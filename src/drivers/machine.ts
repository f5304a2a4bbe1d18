import type { Effect } from "../core/run/effect.ts";
import type { RunEvent, RunEventBody } from "../core/run/event.ts";

/** The pure half of a run, as a driver sees it. All functions are pure and total. */
export interface Machine<State> {
  start(): State;
  apply(state: State, event: RunEvent): State;
  /** All effects that should be in flight; ids are stable. */
  wanted(state: State): readonly Effect[];
  /** When something is due by the wall clock, milliseconds since the epoch; of an ended run, what it still owes somebody. */
  deadlines(state: State): readonly { readonly atMs: number; readonly why: string }[];
  isEnded(state: State): boolean;
  /** Only a person, the escalation clock or a page could move it on. */
  isResting(state: State): boolean;
  /** Why a person's event does not apply now, in words for that person; null when it does. */
  refusal(state: State, body: RunEventBody): string | null;
}

/** The state after these events. */
export function fold<State>(machine: Machine<State>, events: readonly RunEvent[]): State {
  return events.reduce((state, event) => machine.apply(state, event), machine.start());
}
