import type { EventOf } from "./event.ts";
import type { RunState } from "./state.ts";
import { NOTES, type Note, type NoteState, type Step } from "./step.ts";
import { failedOnceMore, isTime, tryingSetBack } from "./try-again.ts";

/** The page itself was heard; the process is not kept for long by a note on it. */
const MOST_ATTEMPTS = 5;

/** A note to a pager that somebody was paged by. */
interface Owed {
  readonly step: Step;
  readonly note: Note;
}

/** The notes that may be sent now. */
export function dueNotes(state: RunState): readonly Owed[] {
  return owed(state).flatMap(({ step, note, said }) => (isTime(said.trying, state.nowMs) ? [{ step, note }] : []));
}

/** The notes that failed, and when each is tried again, milliseconds since the epoch. */
export function laterNotes(state: RunState): readonly (Owed & { readonly atMs: number })[] {
  // Of a run that was taken over nothing is sent any more (`wanted`): nobody waits for it.
  if (state.successor !== null) return [];
  return owed(state).flatMap(({ step, note, said: { trying } }) =>
    trying === null || isTime(trying, state.nowMs) ? [] : [{ step, note, atMs: trying.nextAtMs }],
  );
}

/** What follows a page that was sent: acknowledged by the operator, or resolved with the run. */
function owed(state: RunState): readonly (Owed & { readonly said: Extract<NoteState, { kind: "owed" }> })[] {
  if (state.session === null || state.left !== null) return [];
  const solved = state.ended !== null && ["healthy", "resolved"].includes(state.ended.outcome);
  const applies = { acknowledge: state.acknowledgement !== null, resolve: solved };
  return NOTES.filter((note) => applies[note]).flatMap((note) =>
    state.steps.flatMap((step) => {
      const said = step.notes[note];
      return step.status === "paged" && said.kind === "owed" ? [{ step, note, said }] : [];
    }),
  );
}

/** What came of a note. One that failed in a way that may pass is owed still, a few times. */
export function recordNote(step: Step, note: Note, event: EventOf<"paged">, nowMs: number): Step {
  const said = step.notes[note];
  if (said.kind !== "owed") return step;
  return { ...step, notes: { ...step.notes, [note]: next(said, event, nowMs) } };
}

function next({ trying }: Extract<NoteState, { kind: "owed" }>, event: EventOf<"paged">, nowMs: number): NoteState {
  if (event.ok) return { kind: "told" };
  const { message } = event;
  const again = failedOnceMore(trying, nowMs);
  if (event.again !== true || again.failed >= MOST_ATTEMPTS) return { kind: "failed", message };
  return { kind: "owed", trying: again, message };
}

/** The same by a clock that was set by this much. */
export function notesSetBack(notes: Step["notes"], byMs: number): Step["notes"] {
  const moved = (said: NoteState): NoteState =>
    said.kind === "owed" ? { ...said, trying: tryingSetBack(said.trying, byMs) } : said;
  return { acknowledge: moved(notes.acknowledge), resolve: moved(notes.resolve) };
}
