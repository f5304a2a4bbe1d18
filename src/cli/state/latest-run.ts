import { realWorld } from "../../drivers/local/real-world/real-world.ts";
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
  const answer = await realWorld.holder.send(stored.folder, { op: "snapshot" });
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
