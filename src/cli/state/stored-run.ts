import { fold } from "../../drivers/machine.ts";
import { readRun, RunNotFoundError } from "../../drivers/local/read-run.ts";
import { listRuns } from "../../drivers/local/list-runs.ts";
import { isRunId, runFolder } from "../../drivers/local/run-folder.ts";
import { realWorld } from "../../drivers/local/real-world/real-world.ts";
import { JournalError } from "../../drivers/local/journal/journal-error.ts";
import type { RunEvent } from "../../core/run/event.ts";
import * as machine from "../../core/run/machine.ts";
import type { RunState } from "../../core/run/state.ts";
import { didYouMean } from "../nearest-name.ts";
import { UsageError } from "../usage-error.ts";

export interface StoredRun {
  readonly id: string;
  readonly folder: string;
  readonly events: readonly RunEvent[];
  readonly state: RunState;
  readonly tornBytes: number;
}

/** A run as its journal tells it; a name that is none says which there are. */
export async function storedRun(stateFolder: string, id: string): Promise<StoredRun> {
  const folder = await folderOf(stateFolder, id);
  try {
    const { events, contents } = await readRun(realWorld.disk, folder);
    return { id, folder, events, state: stateOf(events), tornBytes: contents.torn?.bytes ?? 0 };
  } catch (error) {
    if (error instanceof RunNotFoundError) throw await unknownRun(stateFolder, id);
    if (error instanceof JournalError) throw new UsageError(error.message);
    throw error;
  }
}

/** The folder of a run that exists. */
export async function folderOf(stateFolder: string, id: string): Promise<string> {
  if (!isRunId(id)) throw await unknownRun(stateFolder, id);
  return runFolder(stateFolder, id);
}

/** The state after these events; the first of a journal is always `started`. */
export function stateOf(events: readonly RunEvent[]): RunState {
  const state = fold(machine, events);
  if (state === null) throw new Error("a run without a beginning");
  return state;
}

async function unknownRun(stateFolder: string, id: string): Promise<UsageError> {
  const ids = (await listRuns(realWorld, stateFolder)).map((run) => run.id);
  const known = ids.length === 0 ? "there are no runs yet" : `bigops runs lists the ${ids.length} that there are`;
  return new UsageError(`there is no run "${id}" in ${stateFolder}.${didYouMean(id, ids)}`, known);
}
