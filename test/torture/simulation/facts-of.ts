import type { RunState } from "../../../src/core/run/state.ts";
import type { Landed } from "./troubled-platform.ts";

/** What a run found and did: the same with crashes and without them. Left out: times, and what is named by how often the run looked. */
export function factsOf(state: RunState | null, landed: readonly Landed[]): string {
  const made = (state?.proposals ?? []).filter(({ appliedAtMs }) => appliedAtMs !== null);
  return JSON.stringify({
    outcome: state?.ended?.outcome === "healthy" ? "resolved" : (state?.ended?.outcome ?? null),
    made: made.map(({ mitigation, stage, receipts }) => [mitigation, stage.kind, receipts.length]),
    writes: landed.map(({ write }) => write),
    causes: state?.diagnosis?.causes.map(({ id }) => id) ?? [],
  });
}
