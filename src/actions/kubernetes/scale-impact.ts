import type { Impact } from "../../core/plan/plan.ts";
import type { DeploymentScene } from "./deployment-scene.ts";
import { askBudgets } from "./disruption-budgets.ts";
import type { Labels } from "./objects.ts";
import { isReady } from "./pod-readiness.ts";
import { asObject } from "../../clients/kubernetes-objects/pod-template.ts";
import { plural } from "./plural.ts";
import { servingPods } from "./serving-pods.ts";

/** What another number of replicas does. Its controller stops pods that are not ready first. */
export function scaleImpact(scene: DeploymentScene, replicas: number): Impact {
  const { deployment, pods, budgets } = scene;
  const from = deployment.spec.replicas ?? 1;
  const ready = pods.filter(isReady).length;
  const serving = servingPods(scene);
  const keepServing = Math.min(serving.pods.length, replicas);
  const labels = asObject(asObject(deployment.spec.template["metadata"])["labels"]) as Labels;
  const budget = askBudgets(budgets, labels, {
    disrupted: serving.pods.length - keepServing,
    spared: ready <= replicas ? "every-ready-pod" : "every-serving-pod",
  });
  const change =
    replicas > from ? `${plural(replicas - from, "pod")} started` : `${plural(from - replicas, "pod")} stopped`;
  return {
    lines: [
      `${change}; ${keepServing} of ${plural(ready, "ready pod")} keep serving`,
      ...serving.lines,
      ...budget.lines,
    ],
    keepServing,
    budgetAllows: budget.allows,
  };
}
