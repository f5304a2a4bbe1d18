import type { RunEvent } from "../../../src/core/run/event.ts";
import { readJournal } from "../../../src/drivers/local/journal/read-journal.ts";
import { FOLDER, JOURNAL, Simulation, type HoldArguments } from "../../drivers/local/simulation/simulation.ts";
import { performIn, type SceneName } from "./scenes.ts";

/** What befalls one process; counted from its beginning. `power`: the machine loses power, and so much more than what was synced is left. */
export type Crash = { readonly power: { readonly extraBytes: number } | null; readonly at: number } & (
  | { readonly what: "disk"; readonly fate: "crash" | "half" }
  /** No operation of the disk from then on finds space; the process ends by itself. */
  | { readonly what: "full" }
  /** The next sync from there fails, and what it was to write is dropped; all later ones say that all is well. */
  | { readonly what: "failing" }
  /** Killed when it had sent nothing yet, or when all was done and the answer not yet there. */
  | { readonly what: "effect"; readonly moment: "before" | "after" }
);

/** What stood on the disk whenever a process was gone, and what the platform had seen by then. */
interface Moment {
  readonly events: readonly RunEvent[];
  readonly written: readonly string[];
}

export interface CrashedRun {
  /** Of the first process, by how many it could have been crashed. */
  readonly first: { readonly operations: number; readonly syncs: readonly number[]; readonly effects: number };
  readonly moments: readonly Moment[];
  readonly outcome: string | null;
  readonly written: readonly string[];
  readonly pages: readonly string[];
}

/** A run whose processes end as told, one after the other; the last one is left in peace. */
export async function crashedRun(scene: SceneName, crashes: readonly Crash[]): Promise<CrashedRun> {
  const simulation = new Simulation();
  const moments: Moment[] = [];
  let first: CrashedRun["first"] | null = null;
  for (const crash of [...crashes, null]) {
    const { end, effects, syncs } = await oneProcess(simulation, scene, crash);
    first ??= { operations: simulation.disk.operations, syncs, effects };
    if (crash === null || (end !== "crashed" && end !== "open")) {
      const { pages, written } = simulation.platform;
      return { first, moments, outcome: end, written: [...written], pages: [...pages] };
    }
    simulation.restart(crash.power);
    const { events } = readJournal(simulation.disk.files.get(JOURNAL)?.content ?? new Uint8Array(), JOURNAL);
    moments.push({ events, written: [...simulation.platform.written] });
    if (events.length > 0) continue;
    // Nothing was begun: the same command begins it again.
    simulation.disk.folders.delete(FOLDER);
    simulation.disk.files.delete(JOURNAL);
  }
  throw new Error("the last process is left in peace");
}

interface ProcessEnd {
  /** The run's outcome; "crashed"; "open" where the process ended by itself and the run has not. */
  readonly end: string;
  readonly effects: number;
  /** Which of its disk's operations were syncs. */
  readonly syncs: readonly number[];
}

async function oneProcess(simulation: Simulation, scene: SceneName, crash: Crash | null): Promise<ProcessEnd> {
  const { disk } = simulation;
  let effects = 0;
  const syncs: number[] = [];
  let failed = false;
  disk.fate = (operation, what) => {
    if (what === "sync") syncs.push(operation);
    if (crash?.what === "disk" && operation === crash.at) return crash.fate;
    if (crash?.what === "failing" && operation >= crash.at && what === "sync" && !failed) {
      failed = true;
      return "failing";
    }
    return crash?.what === "full" && operation >= crash.at ? "full" : "done";
  };
  const person = performIn(scene, simulation);
  const perform: NonNullable<HoldArguments["perform"]> = async (effect, signal, usual) => {
    if (effect.type === "prompt") return await person(effect, signal, usual);
    effects += 1;
    const dies = crash?.what === "effect" && effects === crash.at ? crash.moment : null;
    if (dies === "before") disk.crashed = true;
    if (disk.crashed) return await new Promise<never>(() => undefined);
    const answer = await person(effect, signal, usual);
    if (dies === "after") disk.crashed = true;
    return disk.crashed ? await new Promise<never>(() => undefined) : answer;
  };
  const mayFail = crash?.what === "full" || crash?.what === "failing";
  // Who cannot approve where nothing is recorded leaves after an hour.
  const patience = mayFail ? { stop: simulation.stopAfter(3_600_000) } : {};
  try {
    const began = disk.files.has(JOURNAL);
    const end = began
      ? await simulation.resume({ perform, ...patience })
      : await simulation.start({ perform, ...patience });
    if (end === "crashed") return { end, effects, syncs };
    const outcome = end.notRecorded === null ? end.state?.ended?.outcome : undefined;
    return { end: outcome ?? "open", effects, syncs };
  } catch (error) {
    // A process that cannot even begin says so, and nothing was done.
    if (mayFail) return { end: "open", effects, syncs };
    throw error;
  }
}
