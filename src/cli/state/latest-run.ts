import { realWorld } from "../../drivers/local/real-world/real-world.ts";
import { HolderError } from "../../drivers/local/holder/holder-error.ts";
import type { HolderAnswer } from "../../drivers/local/holder/message.ts";
import type { RunEvent } from "../../core/run/event.ts";
import type { RunState } from "../../core/run/state.ts";
import type { KubectlAim } from "../../core/text/aim-kubectl.ts";
import { warn } from "../output/warn.ts";
import { keptKubectlAim } from "../run/kubectl-aim.ts";
import { stateOf, storedRun } from "./stored-run.ts";

export interface LatestRun {
  readonly state: RunState;
  readonly events: readonly RunEvent[];
  readonly folder: string;
  readonly recorded: boolean;
  /** A living process holds it, and told this. */
  readonly held: boolean;
  /** How kubectl reaches its cluster from here. */
  readonly kubectl: KubectlAim | null;
  /** One holds it and does not answer, as one that is suspended: then the journal is the newest that there is. */
  readonly silent: boolean;
}

/** A run's newest state: from the process that holds it, else from its journal. */
export async function latestRun(stateFolder: string, id: string): Promise<LatestRun> {
  const known = await storedRun(stateFolder, id);
  const answer = await snapshot(known.folder);
  if (answer !== null && answer !== "silent" && answer.ok && "events" in answer)
    return {
      kubectl: await keptKubectlAim(known.folder, known.state.run),
      state: stateOf(answer.events),
      events: answer.events,
      folder: known.folder,
      recorded: answer.notRecorded === null,
      held: true,
      silent: false,
    };
  // A holder that left meanwhile wrote on after the journal was read.
  const { state, events, folder } = await storedRun(stateFolder, id);
  const kubectl = await keptKubectlAim(folder, state.run);
  return { state, events, folder, recorded: true, held: false, silent: answer === "silent", kubectl };
}

async function snapshot(folder: string): Promise<HolderAnswer | "silent" | null> {
  try {
    return await realWorld.holder.send(folder, { op: "snapshot" });
  } catch (error) {
    if (!(error instanceof HolderError)) throw error;
    warn(error.message);
    warn("this is what its journal says");
    return "silent";
  }
}
