import type { RunEvent } from "../../core/run/event.ts";
import type { Disk } from "./disk.ts";
import { JournalError } from "./journal/journal-error.ts";
import { readRun, RunNotFoundError } from "./read-run.ts";
import { isRunId, runFolder, runsFolder } from "./run-folder.ts";
import type { World } from "./world.ts";

/** A folder under the state folder's `runs`. */
export type ListedRun = {
  readonly id: string;
  readonly folder: string;
  /** A living process holds it. */
  readonly held: boolean;
} & (
  | { readonly events: readonly RunEvent[]; readonly problem: null }
  /** Its journal cannot be read; the reason names the position. */
  | { readonly events: null; readonly problem: JournalError }
);

/** All runs of a state folder, by id; none where there is no such folder. */
export async function listRuns(world: Pick<World, "disk" | "holder">, stateDir: string): Promise<readonly ListedRun[]> {
  const ids = (await world.disk.list(runsFolder(stateDir))).filter(isRunId).toSorted();
  const listed = await Promise.all(ids.map((id) => listedRun(world, stateDir, id)));
  return listed.filter((run) => run !== null);
}

async function listedRun(
  world: Pick<World, "disk" | "holder">,
  stateDir: string,
  id: string,
): Promise<ListedRun | null> {
  const folder = runFolder(stateDir, id);
  try {
    const found = await eventsOrProblem(world.disk, folder);
    return { id, folder, held: await world.holder.isHeld(folder), ...found };
  } catch (error) {
    if (error instanceof RunNotFoundError) return null;
    throw error;
  }
}

async function eventsOrProblem(
  disk: Disk,
  folder: string,
): Promise<
  | { readonly events: readonly RunEvent[]; readonly problem: null }
  | { readonly events: null; readonly problem: JournalError }
> {
  try {
    return { events: (await readRun(disk, folder)).events, problem: null };
  } catch (error) {
    if (error instanceof JournalError) return { events: null, problem: error };
    throw error;
  }
}
