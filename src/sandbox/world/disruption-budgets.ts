import { matchesLabels } from "./label-selector.ts";
import type { Condition, Labels, Passive } from "./objects.ts";
import { timestamp } from "./time.ts";
import type { World } from "./world.ts";

interface BudgetSpec {
  minAvailable?: number | string;
  maxUnavailable?: number | string;
  selector?: { matchLabels?: Labels };
}

function count(value: number | string, of: number): number {
  return typeof value === "number" ? value : Math.ceil((Number.parseFloat(value) / 100) * of);
}

function allowedCondition(
  allowed: boolean,
  observedGeneration: number,
  nowMs: number,
): Condition & { observedGeneration: number } {
  return {
    type: "DisruptionAllowed",
    status: allowed ? "True" : "False",
    observedGeneration,
    lastTransitionTime: timestamp(nowMs),
    reason: allowed ? "SufficientPods" : "InsufficientPods",
    message: "",
  };
}

function syncBudget(world: World, budget: Passive): void {
  const spec = (budget.spec ?? {}) as BudgetSpec;
  const selector = spec.selector?.matchLabels ?? {};
  const healthy = Array.from(world.store.values("pods"))
    .filter(
      (pod) => pod.metadata.namespace === budget.metadata.namespace && pod.metadata.deletionTimestamp === undefined,
    )
    .filter((pod) => matchesLabels(selector, pod.metadata.labels))
    .filter((pod) => pod.status.conditions.some((one) => one.type === "Ready" && one.status === "True")).length;
  const expected = world.store
    .list("deployments", budget.metadata.namespace)
    .filter((deployment) => matchesLabels(selector, deployment.spec.template.metadata.labels))
    .reduce((sum, deployment) => sum + deployment.spec.replicas, 0);
  const desired =
    spec.minAvailable === undefined
      ? Math.max(0, expected - count(spec.maxUnavailable ?? 0, expected))
      : count(spec.minAvailable, expected);
  const allowed = expected > 0 ? Math.max(0, healthy - desired) : 0;
  const generation = budget.metadata.generation ?? 1;
  const before = budget.status as { conditions?: Condition[] } | undefined;
  const next = allowedCondition(allowed > 0, generation, world.nowMs);
  const last = before?.conditions?.[0];
  const status = {
    conditions: [last?.status === next.status ? { ...next, lastTransitionTime: last.lastTransitionTime } : next],
    currentHealthy: healthy,
    desiredHealthy: desired,
    disruptionsAllowed: allowed,
    expectedPods: expected,
    observedGeneration: generation,
  };
  if (JSON.stringify(status) !== JSON.stringify(budget.status)) {
    world.store.put("poddisruptionbudgets", { ...budget, status });
  }
}

/** Brings the disruption budgets up to date with the pods that they cover. */
export function syncDisruptionBudgets(world: World): void {
  for (const budget of world.store.list("poddisruptionbudgets")) {
    syncBudget(world, budget);
  }
}
