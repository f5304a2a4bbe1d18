import type { RunEvent } from "../../../core/run/event.ts";
import { beginFolder } from "../create-run.ts";
import type { HeldRun } from "../held-run.ts";
import type { Redact, World } from "../world.ts";

export interface TakenOver {
  readonly world: World;
  readonly stateDir: string;
  /** All that happened before, from an export. */
  readonly events: readonly RunEvent[];
  readonly handedOver: Omit<Extract<RunEvent, { type: "handed-over" }>, "atMs" | "type">;
  readonly redact: Redact;
  readonly beside: Readonly<Record<string, string>>;
}

/**
 * Begins a run that goes on with an exported one: the same events, then its own name, all on disk before it may do anything. null when there is a run
 * of that id already: take another. Where it cannot be written, nothing stays behind, and the run that is given back is not recorded.
 */
export async function takeOverRun({
  world,
  stateDir,
  events,
  handedOver,
  redact,
  beside,
}: TakenOver): Promise<HeldRun | null> {
  const named: RunEvent = redact({ type: "handed-over", atMs: world.now(), ...handedOver });
  return await beginFolder({ world, stateDir, id: handedOver.run.id, events: [...events, named], beside });
}
