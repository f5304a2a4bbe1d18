import type { EventOf } from "../../core/run/event.ts";
import { hasRegressed, type Guard } from "../../core/run/guard.ts";
import type { RunState } from "../../core/run/state.ts";
import { plainText } from "../../core/text/plain-text.ts";

/** After a look at what a change must not break: what of it fails, and what is done about that; null where all is well, or the look goes on. */
export function guardMilestone({ round }: EventOf<"checked">, state: RunState): string | null {
  if (state.rounds.some(({ id }) => id === round)) return null;
  for (const { id, stage, guards, looks } of state.proposals) {
    if (stage.kind !== "verifying" && stage.kind !== "regressed") continue;
    if (round !== `verify-${id}-${looks}`) continue;
    const failing = guards.filter((guard) => guard.failing > 0 && !guard.accepted);
    if (stage.kind === "verifying")
      return failing.length === 0
        ? null
        : `${named(failing)} fails after the change; once more, and it is a regression`;
    const undone = state.proposals.some(({ undoes, stage: { kind } }) => undoes === id && kind === "planning");
    return undone
      ? `the change broke ${named(failing.filter(hasRegressed))}; its undo is proposed`
      : `the change: ${plainText(stage.reason, 400)}`;
  }
  return null;
}

function named(guards: readonly Guard[]): string {
  return guards.map(({ check, counted }) => `${check} (${plainText(counted?.summary ?? "", 120)})`).join(", ");
}
