import { formatDuration } from "../duration.ts";
import { keepsClock } from "../run/escalate.ts";
import type { RunState } from "../run/state.ts";
import { type Note, NOTES, type Step } from "../run/step.ts";
import { iso } from "./iso.ts";
import type { EscalationEntry, RunDocument } from "./run-document.ts";
import { isAttended } from "../run/attendance.ts";

const TOLD_OF: Readonly<Record<Note, string>> = { acknowledge: "the acknowledgement", resolve: "the end" };

/** The escalation chain with what became of it. A step whose clock no process keeps is `unattended`. */
export function escalationEntries(state: RunState): readonly EscalationEntry[] {
  const kept = isAttended(state);
  return state.steps.map((step) => ({
    ...(step.afterMs === null ? {} : { after: formatDuration(step.afterMs) }),
    ...(step.when === null ? {} : { when: step.when }),
    page: step.page,
    dueAt: step.dueAtMs === null ? null : iso(step.dueAtMs),
    status: statusOf(step, kept),
    message: messageOf(step),
    againAt: step.status === "waiting" && step.trying !== null && keepsClock(state) ? iso(step.trying.nextAtMs) : null,
    problem: problemOf(step, state),
  }));
}

export function acknowledgedEntry({ acknowledgement }: RunState): RunDocument["acknowledged"] {
  if (acknowledgement === null) return null;
  const { by, atMs } = acknowledgement;
  return { by: by.user, host: by.host, at: iso(atMs) };
}

/** What came of the page, and what its target could not be told of afterwards. */
function messageOf({ message, notes }: Step): string | null {
  const untold = NOTES.flatMap((note) => {
    const { [note]: said } = notes;
    return said.kind === "told" || said.message === null ? [] : [`not told of ${TOLD_OF[note]}: ${said.message}`];
  });
  const said = [...(message === null ? [] : [message]), ...untold];
  return said.length === 0 ? null : said.join("; ");
}

/** A target that the environment lacks is said long before it is due, while there is time to add it. */
function problemOf({ status, page }: Step, { session }: RunState): string | null {
  const unpageable = session?.unpageable ?? {};
  return status === "waiting" ? (new Map(Object.entries(unpageable)).get(page) ?? null) : null;
}

function statusOf(step: Step, kept: boolean): EscalationEntry["status"] {
  return step.status === "waiting" && !kept ? "unattended" : step.status;
}
