import type { Runbook } from "../../core/runbook/runbook.ts";
import type { Score } from "./score.ts";

/** The branches of a runbook that none of the drills reached. */
export interface Coverage {
  readonly causes: readonly string[];
  readonly mitigations: readonly string[];
}

export function unreached(runbook: Runbook, scores: readonly Score[]): Coverage {
  const causes = new Set(scores.flatMap((one) => one.causes));
  const mitigations = new Set(scores.flatMap((one) => one.proposals));
  return {
    causes: runbook.causes.map(({ id }) => id).filter((id) => !causes.has(id)),
    mitigations: runbook.mitigation.map(({ id }) => id).filter((id) => !mitigations.has(id)),
  };
}
