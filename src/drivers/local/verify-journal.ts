import type { Disk } from "./disk.ts";
import { readRun } from "./read-run.ts";

export interface JournalReport {
  readonly run: string;
  readonly events: number;
  /** The hash of the last line; whoever notes it can tell later that nothing before it was changed. */
  readonly hash: string;
  /** Bytes of a line that was being written when the process ended; 0 where there are none. */
  readonly tornBytes: number;
}

/** Reads a run's journal from its first byte to its last. Throws JournalError with the position of what does not hold, or RunNotFoundError. */
export async function verifyJournal(disk: Disk, folder: string): Promise<JournalReport> {
  const { run, events, contents } = await readRun(disk, folder);
  return { run, events: events.length, hash: contents.end?.hash ?? "", tornBytes: contents.torn?.bytes ?? 0 };
}
