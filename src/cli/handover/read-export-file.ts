import { open } from "node:fs/promises";
import { fileTrouble } from "../../clients/file-trouble.ts";
import { JournalError } from "../../drivers/local/journal/journal-error.ts";
import { type ExportedRun, MAX_EXPORT_BYTES, readExport } from "../../drivers/local/handover/read-export.ts";
import { unknownHere } from "../../core/runbook/unknown-here.ts";
import type { RunState } from "../../core/run/state.ts";
import { plainText } from "../../core/text/plain-text.ts";
import { catalog } from "../runbooks/catalog.ts";
import { stateOf } from "../state/stored-run.ts";
import { UsageError } from "../usage-error.ts";

/** An export that this bigops understands. */
export interface Exported extends ExportedRun {
  readonly state: RunState;
}

/** Reads the export of a run. Throws UsageError where it is damaged, cut short, of another version, or asks for what this bigops has not. */
export async function readExportFile(path: string): Promise<Exported> {
  const { header, events } = read(await bytesOf(path), path);
  const state = folded(events, path);
  const { runbook, parameters } = state.run;
  const [unknown] = unknownHere(runbook, parameters, catalog);
  if (unknown !== undefined)
    throw new UsageError(
      `cannot go on with ${path}: this bigops cannot run its runbook: ${plainText(unknown, 300)}`,
      `it was written by bigops ${plainText(header.version, 40)}: use that one`,
    );
  return { header, events, state };
}

function read(bytes: Uint8Array, path: string): ExportedRun {
  try {
    return readExport(bytes, path);
  } catch (error) {
    if (error instanceof JournalError) throw new UsageError(plainText(error.message, 1_000));
    throw error;
  }
}

/** Events of the right shape that make no run are refused as well. */
function folded(events: ExportedRun["events"], path: string): RunState {
  try {
    return stateOf(events);
  } catch (error) {
    const what = plainText(error instanceof Error ? error.message : String(error), 200);
    throw new UsageError(`cannot read the export ${path}: its events make no run (${what})`);
  }
}

/** No more than an export may have: what says nothing of its size, as a pipe, may go on for ever. */
async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readUpToMost(path);
  } catch (error) {
    throw new UsageError(
      `cannot read the export ${path}: ${fileTrouble(error)}`,
      "give the file that bigops runs export wrote, or the name of a run",
    );
  }
}

async function readUpToMost(path: string): Promise<Uint8Array> {
  const file = await open(path, "r");
  try {
    const parts: Uint8Array[] = [];
    for (let total = 0; total <= MAX_EXPORT_BYTES;) {
      const { bytesRead, buffer } = await file.read({ buffer: new Uint8Array(1_000_000) });
      if (bytesRead === 0) break;
      parts.push(buffer.subarray(0, bytesRead));
      total += bytesRead;
    }
    return Buffer.concat(parts);
  } finally {
    await file.close();
  }
}
