import type { Disk } from "../disk.ts";
import { sealed } from "../journal/journal-line.ts";
import { readRun } from "../read-run.ts";
import { journalPath } from "../run-folder.ts";
import { EXPORT_FORMAT, type ExportHeader } from "./export-shape.ts";

/** What an export says besides the journal. */
export type ExportNote = Pick<ExportHeader, "by" | "version" | "exportedAtMs" | "reached" | "sandbox">;

/**
 * A run as one text that another machine can go on with: a line about it, then its journal as it was recorded, hashes and all. A line that is only
 * half written is left out. Nothing else of its folder is in it. Throws RunNotFoundError or JournalError.
 */
export async function exportRun(disk: Disk, folder: string, note: ExportNote): Promise<string> {
  const { run, events, contents } = await readRun(disk, folder);
  const bytes = (await disk.read(journalPath(folder)))?.subarray(0, contents.wholeBytes) ?? new Uint8Array();
  const header: ExportHeader = {
    format: EXPORT_FORMAT,
    run,
    events: events.length,
    hash: contents.end?.hash ?? "",
    ...note,
  };
  return `${sealed(header).text}\n${new TextDecoder().decode(bytes)}${contents.lacksNewline ? "\n" : ""}`;
}
