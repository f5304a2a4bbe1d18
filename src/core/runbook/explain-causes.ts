import type { CheckResult } from "../check/check-result.ts";
import { conditionContext } from "../conditions/condition-context.ts";
import { explainCondition, type DecidingPart, type Explanation } from "../conditions/explain-condition.ts";
import type { Json } from "../json.ts";
import type { Runbook } from "./runbook.ts";

export interface CauseExplanation extends Explanation {
  readonly id: string;
}

/** Why each cause is named or not, in the runbook's order. */
export function explainCauses(
  runbook: Runbook,
  results: ReadonlyMap<string, CheckResult>,
  parameters: Readonly<Record<string, Json>>,
): readonly CauseExplanation[] {
  const context = conditionContext(runbook, results, parameters);
  return runbook.causes.map(({ id, when }) => ({ id, ...explainCondition(runbook, when, context) }));
}

/** A line for each cause, e.g. "cause bad-rollout does not hold: rollout.hasPredecessor is false (any of these would change it)". Times are ISO 8601. */
export function causeLines(causes: readonly CauseExplanation[]): readonly string[] {
  return causes.map(({ id, truth, deciding }) => {
    const word = truth === "unknown" ? "cannot be told" : truth ? "holds" : "does not hold";
    const parts = deciding.map(partLine).join("; ");
    return `cause ${id} ${word}${parts === "" ? "" : `: ${parts}`}`;
  });
}

function partLine({ text, truth, values, flips }: DecidingPart): string {
  const only = values.length === 1 && values[0]?.field === text;
  const read = only ? "" : values.map(({ field, value }) => `${field} = ${value}`).join(", ");
  const notes = [read, flips ? "would flip it" : ""].filter((note) => note !== "");
  return `${text} is ${truth}${notes.length === 0 ? "" : ` (${notes.join("; ")})`}`;
}
