import type { Proposal } from "../../core/run/proposal.ts";
import type { RunState } from "../../core/run/state.ts";
import { isOpen, type Guard } from "../../core/run/guard.ts";
import { nearby } from "./moment.ts";
import type { View } from "./view.ts";

/** What is being done about the causes right now: plans being made, a change on its way, its proof. */
export function changeProgress(state: RunState, view: View): readonly string[] {
  const needed = state.run.runbook.verification.passes;
  return state.proposals.flatMap((proposal) => {
    const line = underWay(proposal, needed, view);
    return line === null ? [] : [line];
  });
}

function underWay({ id, plan, stage, deadlineMs, guards }: Proposal, needed: number, view: View): string | null {
  const summary = plan?.summary ?? id;
  switch (stage.kind) {
    case "planning":
      return `planning ${id}`;
    case "rechecking":
      return `approved: looking once more before the change (${summary})`;
    case "changing":
      return stage.attempt.phase.kind === "reconciling"
        ? `making the change: its answer was lost, asking the live system (${summary})`
        : `making the change: ${summary}`;
    case "completing":
      return `changed: ${stage.summary ?? "waiting for it to complete"} (${summary})`;
    case "verifying": {
      const until = deadlineMs === null ? "" : `, until ${nearby(deadlineMs, view)} at the latest`;
      return `verifying: ${stage.proof.passes} of ${needed} samples passed (${stage.proof.samples} taken${until})${openGuards(guards)}`;
    }
    default:
      return null;
  }
}

/** What is not known to be well yet of that which the change must not break. */
function openGuards(guards: readonly Guard[]): string {
  const open = guards.filter(isOpen).map(({ check, failing }) => `${check} ${failing > 0 ? "fails" : "waits"}`);
  return open.length === 0 ? "" : `; guard ${open.join(", ")}`;
}
