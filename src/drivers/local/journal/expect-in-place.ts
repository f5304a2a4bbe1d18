import type { RunEvent } from "../../../core/run/event.ts";
import { outOfPlace } from "../../../core/run/out-of-place.ts";
import { JournalError } from "./journal-error.ts";

/**
 * Throws JournalError `other-version` with the line of the first event that this bigops would drop where the one that wrote it went on from it: what
 * followed would be told as another story. `firstLine`: that of the first event, from 1.
 */
export function expectInPlace(
  events: readonly RunEvent[],
  path: string,
  { what, firstLine }: { readonly what: string; readonly firstLine: number },
): void {
  const found = outOfPlace(events);
  if (found === null) return;
  const line = firstLine + found.index;
  const type = events[found.index]?.type ?? "";
  throw new JournalError(
    "other-version",
    path,
    line,
    `cannot read the ${what} ${path}: line ${line} (event ${found.index + 1}, "${type}") does not follow from the events before it, as this bigops reads them: ${found.problem}. Another version of bigops wrote it: use that one. What may have been changed is in the live system, not here.`,
  );
}
