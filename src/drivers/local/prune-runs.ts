import type { RunEvent } from "../../core/run/event.ts";
import { listRuns } from "./list-runs.ts";
import type { World } from "./world.ts";

export interface PruneOptions {
  readonly world: World;
  readonly stateDir: string;
  readonly olderThanMs: number;
  /** A command of this program as it finds these runs. */
  readonly command: (words: string) => string;
  /** Whether nothing in the run is open any more; only such runs are removed. */
  readonly isOver: (events: readonly RunEvent[]) => boolean;
}

export interface Pruned {
  readonly removed: readonly string[];
  /** Old, and kept: with the reason for the operator. */
  readonly kept: readonly { readonly id: string; readonly reason: string }[];
}

/** Removes runs that are over and whose last event is older. One that is open, held or cannot be read is kept and said. */
export async function pruneRuns({ world, stateDir, olderThanMs, isOver, command }: PruneOptions): Promise<Pruned> {
  const removed: string[] = [];
  const kept: { id: string; reason: string }[] = [];
  for (const run of await listRuns(world, stateDir)) {
    if (run.events === null) {
      kept.push({ id: run.id, reason: run.problem.message });
      continue;
    }
    if (world.now() - (run.events.at(-1)?.atMs ?? 0) < olderThanMs) continue;
    if (!isOver(run.events)) {
      kept.push({ id: run.id, reason: `it is still open; go on with it: ${command(`resume ${run.id}`)}` });
      continue;
    }
    const claim = await world.holder.claim(run.folder);
    if (claim === "held") {
      kept.push({ id: run.id, reason: "another process holds it" });
      continue;
    }
    await world.disk.removeFolder(run.folder);
    await claim.release();
    removed.push(run.id);
  }
  return { removed, kept };
}
