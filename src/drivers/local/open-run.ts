import type { HeldRun } from "./held-run.ts";
import { JournalError } from "./journal/journal-error.ts";
import type { JournalWriter } from "./journal/journal-writer.ts";
import { continueJournal } from "./journal/journal-writer.ts";
import { notRecordedBecause } from "./not-recorded.ts";
import { readRun } from "./read-run.ts";
import { Recorder } from "./recorder.ts";
import { journalPath } from "./run-folder.ts";
import type { Claim, World } from "./world.ts";

/**
 * Takes a run over from its folder, to go on with it; "held" when a living process holds it. A torn last line is cut off (`tornBytes` says so).
 * Where the folder cannot be written, the run is opened to look at, not recorded.
 * Throws JournalError for a journal that is damaged, of another version or without an event, and RunNotFoundError.
 */
export async function openRun(world: World, folder: string): Promise<HeldRun | "held"> {
  // First without holding it: what is no run must not get a holder's file.
  await readRun(world.disk, folder);
  const claimed = await claimOrReason(world, folder);
  if (claimed === "held") return "held";
  const claim = "reason" in claimed ? null : claimed;
  try {
    // Again, now that nobody else writes.
    const { run, contents, events } = await readRun(world.disk, folder);
    const path = journalPath(folder);
    const opened = { id: run, folder, events, tornBytes: contents.torn?.bytes ?? 0, claim };
    if ("reason" in claimed) return { ...opened, recorder: new Recorder(path, null, claimed.reason) };
    let writer: JournalWriter | null = null;
    let reason: string | null = null;
    try {
      writer = await continueJournal(world.disk, folder, path, run, contents);
    } catch (error) {
      if (error instanceof JournalError) throw error;
      reason = notRecordedBecause(path, error);
    }
    return { ...opened, recorder: new Recorder(path, writer, reason) };
  } catch (error) {
    await claim?.release();
    throw error;
  }
}

async function claimOrReason(world: World, folder: string): Promise<Claim | "held" | { readonly reason: string }> {
  try {
    return await world.holder.claim(folder);
  } catch (error) {
    if (await world.holder.isHeld(folder)) return "held";
    return { reason: notRecordedBecause(folder, error) };
  }
}
