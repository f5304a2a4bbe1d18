import { realWorld } from "../../drivers/local/real-world/real-world.ts";
import { HolderError } from "../../drivers/local/holder/holder-error.ts";
import type { HolderAnswer } from "../../drivers/local/holder/message.ts";
import type { RunEvent } from "../../core/run/event.ts";
import type { RunState } from "../../core/run/state.ts";
import { stateOf, storedRun } from "./stored-run.ts";

export interface LatestRun {
  readonly state: RunState;
  readonly events: readonly RunEvent[];
  readonly folder: string;
  readonly recorded: boolean;
  /** A living process holds it. */
  readonly held: boolean;
}

/** A run's newest state: from the process that holds it, else from its journal. */
export async function latestRun(stateFolder: string, id: string): Promise<LatestRun> {
  const stored = await storedRun(stateFolder, id);
  const answer = await snapshot(stored.folder);
  if (answer?.ok === true && "events" in answer)
    return {
      state: stateOf(answer.events),
      events: answer.events,
      folder: stored.folder,
      recorded: answer.notRecorded === null,
      held: true,
    };
  return { state: stored.state, events: stored.events, folder: stored.folder, recorded: true, held: false };
}

/** A holder that is suspended does not answer: then the journal is the newest that there is. */
async function snapshot(folder: string): Promise<HolderAnswer | null> {
  try {
    return await realWorld.holder.send(folder, { op: "snapshot" });
  } catch (error) {
    if (!(error instanceof HolderError)) throw error;
    process.stderr.write(`bigops: ${error.message}\nbigops: this is what its journal says\n`);
    return null;
  }
}
