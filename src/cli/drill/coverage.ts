import type { Runbook } from "../../core/runbook/runbook.ts";
import type { Score } from "./score.ts";

/** The branches of runbooks that none of the drills reached. */
export interface Coverage {
  readonly causes: readonly string[];
  readonly mitigations: readonly string[];
}

/** With several runbooks an id is preceded by its runbook's name. */
export function unreached(runbooks: readonly Runbook[], scores: readonly Score[]): Coverage {
  const alone = runbooks.length === 1;
  const missed = (ids: (runbook: Runbook) => readonly string[], reached: (score: Score) => readonly string[]) =>
    runbooks.flatMap((runbook) => {
      const there = new Set(scores.filter((one) => one.runbook === runbook.name).flatMap(reached));
      return ids(runbook)
        .filter((id) => !there.has(id))
        .map((id) => (alone ? id : `${runbook.name}/${id}`));
    });
  return {
    causes: missed(
      ({ causes }) => causes.map(({ id }) => id),
      ({ causes }) => causes,
    ),
    mitigations: missed(
      ({ mitigation }) => mitigation.map(({ id }) => id),
      ({ proposals }) => proposals,
    ),
  };
}
