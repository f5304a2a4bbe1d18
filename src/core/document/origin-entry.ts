import { epochOf } from "../run/handover.ts";
import type { RunState } from "../run/state.ts";
import type { OriginEntry } from "./run-document.ts";

/** The run that this one goes on with; null where it began by itself. */
export function originEntry(state: RunState): OriginEntry | null {
  const { fence, run } = state;
  if (run.origin === undefined) return null;
  const { runs, user, host } = run.origin;
  const problem = fence?.kind === "unavailable" ? fence.reason : null;
  return { run: runs.at(-1) ?? "", user, host, epoch: epochOf(state), fenced: fence?.kind === "held", problem };
}
