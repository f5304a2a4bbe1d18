import { successorInWords } from "./handover.ts";
import type { Proposal } from "./proposal.ts";
import type { RunState } from "./state.ts";

/** Why a change cannot be undone by this run, though it could be where it was made or goes on; null: nothing is against it. */
export function undoElsewhere({ successor }: RunState, { approval, plan, undoes }: Proposal): string | null {
  if (plan === null || plan.undo === null || undoes !== null) return null;
  if (successor !== null) return `it was taken over by ${successorInWords(successor)}: undo it there`;
  if (plan.undoBesideRun !== true || approval?.run === undefined) return null;
  return `what it replaced is kept beside run ${approval.run} on the machine where it was changed (${approval.by.host}), and nowhere else: set it back by hand`;
}
