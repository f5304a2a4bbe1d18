import { selects } from "./label-selector.ts";
import type { DisruptionBudget, Labels } from "./objects.ts";
import type { Advisory } from "./read-advisory.ts";

export interface BudgetOpinion {
  /** null: no budget covers the pods, or budgets cannot be read. */
  readonly allows: boolean | null;
  readonly lines: readonly string[];
}

/** What the disruption budgets over these pods say to losing `disrupted` ready ones at a time. A rollout itself does not ask them. */
export function askBudgets(
  budgets: Advisory<readonly DisruptionBudget[]>,
  podLabels: Labels,
  disrupted: number,
): BudgetOpinion {
  if (!budgets.readable) return { allows: null, lines: [`disruption budgets unknown: ${budgets.problem}`] };
  const covering = budgets.value.filter((budget) => selects(budget.spec.selector, podLabels));
  if (covering.length === 0) return { allows: null, lines: [] };
  const lines = covering.map((budget) => {
    const allowed = allowedBy(budget);
    const taken = disrupted === 0 ? "; no ready pod is taken" : allowed < disrupted ? `; this takes ${disrupted}` : "";
    return `disruption budget ${budget.metadata.name} allows ${allowed}${taken}`;
  });
  return { allows: covering.every((budget) => allowedBy(budget) >= disrupted), lines };
}

function allowedBy(budget: DisruptionBudget): number {
  return budget.status?.disruptionsAllowed ?? 0;
}
