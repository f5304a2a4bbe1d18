import type { EventOf } from "../../core/run/event.ts";
import type { RunState } from "../../core/run/state.ts";
import type { Trying } from "../../core/run/try-again.ts";
import { plainText } from "../../core/text/plain-text.ts";
import { span } from "../../reporters/text/moment.ts";

const UNTOLD = {
  page: { yet: "not paged yet", never: "could not be paged" },
  acknowledge: {
    yet: "not told of the acknowledgement yet",
    never: "could not be told of the acknowledgement",
  },
  resolve: { yet: "not told of the end yet", never: "could not be told of the end" },
} as const;

/** What came of a page, or of a note on one; and when it is tried again. */
export function pageMilestone(event: EventOf<"paged">, state: RunState): string {
  const { note } = event;
  const target = state.steps[event.step]?.page ?? "";
  const why = plainText(event.message, 300);
  if (event.ok) return `${note === "page" ? "paged" : note} ${target}: ${why}`;
  const trying = tryingOf(event, state);
  return trying === null
    ? `${target} ${UNTOLD[note].never}: ${why}`
    : `${target} ${UNTOLD[note].yet}, again in ${span(trying.nextAtMs - state.nowMs)}: ${why}`;
}

function tryingOf({ step: index, note }: EventOf<"paged">, state: RunState): Trying | null {
  const step = state.steps[index];
  if (step === undefined) return null;
  if (note === "page") return step.status === "waiting" ? step.trying : null;
  const { [note]: said } = step.notes;
  return said.kind === "owed" ? said.trying : null;
}
