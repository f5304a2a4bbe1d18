import type { RunEvent } from "../../core/run/event.ts";

/** The id of the run that these events are of: the last one that they were handed over to, else the one that began. "" where none did. */
export function idOf(events: readonly RunEvent[]): string {
  const named = events.findLast((event) => event.type === "handed-over" || event.type === "started");
  return named?.type === "handed-over" || named?.type === "started" ? named.run.id : "";
}
