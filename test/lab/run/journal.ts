import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { EventOf, RunEvent } from "../../../src/core/run/event.ts";
import type { Home } from "../../commands/harness/home.ts";
import { waitUntil } from "../process/wait-until.ts";

/** What is on disk of a run of a home, of its only one unless it is named; complete lines only, since a process may be writing. */
async function eventsOnDisk(
  { stateDir }: Home,
  named?: string,
): Promise<{ readonly run: string; readonly events: RunEvent[] }> {
  const runs = join(stateDir, "runs");
  const [run, ...more] = named === undefined ? await readdir(runs) : [named];
  if (run === undefined || more.length > 0) throw new Error(`${runs} should hold one run, not ${1 + more.length}`);
  const text = await readFile(join(runs, run, "journal.jsonl"), "utf8");
  const lines = text.slice(0, text.lastIndexOf("\n") + 1).split("\n");
  const events = lines.flatMap((line) => {
    if (line === "") return [];
    const { event } = JSON.parse(line) as { readonly event?: RunEvent };
    return event === undefined ? [] : [event];
  });
  return { run, events };
}

/** Waits until the journal of a home's only run, or of the one that is named, holds an event, as another process of the same machine sees it. */
export async function recorded<T extends RunEvent["type"]>(
  home: Home,
  type: T,
  {
    likes = () => true,
    run: named,
    timeoutMs = 60_000,
  }: { likes?: (event: EventOf<T>) => boolean; run?: string; timeoutMs?: number } = {},
): Promise<{ readonly run: string; readonly event: EventOf<T> }> {
  let last: readonly string[] = [];
  return waitUntil(
    `an event "${type}" in the journal`,
    async () => {
      const { run, events } = await eventsOnDisk(home, named);
      last = events.map((event) => event.type);
      const event = events.find(
        (candidate): candidate is EventOf<T> => candidate.type === type && likes(candidate as EventOf<T>),
      );
      return event !== undefined && { run, event };
    },
    { everyMs: 5, timeoutMs, seen: () => last.join(", ") },
  );
}

/** The types of the events on disk of a home's only run, or of the one that is named, oldest first. */
export async function journalTypes(home: Home, run?: string): Promise<readonly RunEvent["type"][]> {
  return (await eventsOnDisk(home, run)).events.map(({ type }) => type);
}
