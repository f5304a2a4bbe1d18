import { selects } from "./label-selector.ts";
import type { DisruptionBudget, Labels } from "./objects.ts";
import type { Advisory } from "./read-advisory.ts";

/** What is left of the pods where no fewer of them serve at any time. Ready ones that cannot be relied on to serve are ready all the same. */
export type Spared = "every-ready-pod" | "every-serving-pod" | "serving-pods-until-replaced";

const SPARED: Readonly<Record<Spared, string>> = {
  "every-ready-pod": "no ready pod is taken",
  "every-serving-pod": "no ready pod is taken but such as are not counted",
  "serving-pods-until-replaced": "no pod that serves is taken before another does",
};

/** What a change takes of the pods. */
export interface Taken {
  /** By how many fewer serve at a time. */
  readonly disrupted: number;
  /** Where that is none. */
  readonly spared: Spared;
}

export interface BudgetOpinion {
  /** null: no budget covers the pods, or budgets cannot be read. */
  readonly allows: boolean | null;
  readonly lines: readonly string[];
}

/** What the disruption budgets over these pods say to what is taken of them. A rollout itself does not ask them. */
export function askBudgets(
  budgets: Advisory<readonly DisruptionBudget[]>,
  podLabels: Labels,
  { disrupted, spared }: Taken,
): BudgetOpinion {
  if (!budgets.readable) return { allows: null, lines: [`disruption budgets unknown: ${budgets.problem}`] };
  const covering = budgets.value.filter((budget) => selects(budget.spec.selector, podLabels));
  if (covering.length === 0) return { allows: null, lines: [] };
  const lines = covering.map((budget) => {
    const allowed = allowedBy(budget);
    const taken = disrupted === 0 ? `; ${SPARED[spared]}` : allowed < disrupted ? `; this takes ${disrupted}` : "";
    return `disruption budget ${budget.metadata.name} allows ${allowed}${taken}`;
  });
  return { allows: covering.every((budget) => allowedBy(budget) >= disrupted), lines };
}

function allowedBy(budget: DisruptionBudget): number {
  return budget.status?.disruptionsAllowed ?? 0;
}
