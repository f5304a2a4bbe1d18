import type { RunEvent } from "../../core/run/event.ts";
import { idOf } from "./run-id-of.ts";
import type { Disk } from "./disk.ts";
import { expectInPlace } from "./journal/expect-in-place.ts";
import { JournalError } from "./journal/journal-error.ts";
import type { JournalContents } from "./journal/read-journal.ts";
import { readJournal } from "./journal/read-journal.ts";
import { journalPath } from "./run-folder.ts";

export class RunNotFoundError extends Error {
  constructor(folder: string) {
    super(`there is no run in ${folder}: it has no journal.jsonl`);
    this.name = "RunNotFoundError";
  }
}

export interface RecordedRun {
  readonly run: string;
  /** At least one; the first is `started`. */
  readonly events: readonly RunEvent[];
  readonly contents: JournalContents;
}

/**
 * A run's events from its journal, also while another process holds it: all of them, and none that the fold would drop in silence. Throws
 * RunNotFoundError or JournalError.
 */
export async function readRun(disk: Disk, folder: string): Promise<RecordedRun> {
  const path = journalPath(folder);
  const bytes = await disk.read(path);
  if (bytes === null) throw new RunNotFoundError(folder);
  const contents = readJournal(bytes, path);
  const { run, events } = contents;
  if (run === null || events[0]?.type !== "started") {
    const message = `the journal ${path} ends before the run began. Where bigops was stopped in that moment, nothing was done: start a new run. Where the file was emptied, what may have been changed is in the live system, not here.`;
    throw new JournalError("empty", path, 1, message);
  }
  // A run that was handed over begins with another one's events; a crash between them left nothing to go on with.
  if (idOf(events) !== run) {
    const message = `the journal ${path} ends before run ${run} had taken over what it goes on with. Where bigops was stopped in that moment, nothing was done: resume the export once more. Where the file was cut, what may have been changed is in the live system, not here.`;
    throw new JournalError("empty", path, events.length + 1, message);
  }
  expectInPlace(events, path, { what: "journal", firstLine: 2 });
  return { run, events, contents };
}
