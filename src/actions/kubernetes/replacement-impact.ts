import type { Impact } from "../../core/plan/plan.ts";
import { askBudgets } from "./disruption-budgets.ts";
import type { DeploymentScene } from "./deployment-scene.ts";
import { isOwnedBy } from "./deployment-scene.ts";
import type { Labels } from "./objects.ts";
import { plural } from "./plural.ts";
import { isReady } from "./pod-readiness.ts";
import { asObject } from "../../clients/kubernetes-objects/pod-template.ts";
import { rollingLimits } from "../../clients/kubernetes-objects/rolling-limits.ts";
import { servingPods } from "./serving-pods.ts";

/** What it does to the pods when the Deployment gets another template. Pods of the ReplicaSet `keptUid`, which has that template already, stay. */
export function replacementImpact(scene: DeploymentScene, keptUid: string | null): Impact {
  const { deployment, pods } = scene;
  const kept = pods.filter((pod) => keptUid !== null && isOwnedBy(pod, keptUid));
  const replaced = pods.filter((pod) => !kept.includes(pod));
  const readyReplaced = replaced.filter(isReady).length;
  const serving = servingPods(scene);
  const limits = rollingLimits(deployment);
  const replicas = deployment.spec.replicas ?? 1;
  const floor = limits === null ? 0 : replicas - limits.unavailable;
  // The controller keeps its floor where it stands on it; pods of the wanted template are not touched in any case.
  const servingKept = serving.pods.filter((pod) => kept.includes(pod)).length;
  const keepServing = Math.max(Math.min(serving.pods.length, floor), servingKept);
  const labels = asObject(asObject(deployment.spec.template["metadata"])["labels"]) as Labels;
  const budget = askBudgets(scene.budgets, labels, {
    disrupted: serving.pods.length - keepServing,
    spared:
      readyReplaced === 0
        ? "every-ready-pod"
        : servingKept === serving.pods.length
          ? "every-serving-pod"
          : "serving-pods-until-replaced",
  });
  const pace =
    limits === null
      ? "all are stopped before new ones start (strategy Recreate)"
      : `at most ${limits.surge} more and ${limits.unavailable} fewer at a time`;
  return {
    lines: [
      `${plural(replaced.length, "pod")} replaced, ${readyReplaced} of them ready; ` +
        `at least ${keepServing} keep serving`,
      ...serving.lines,
      pace,
      ...budget.lines,
    ],
    keepServing,
    replicas,
    budgetAllows: budget.allows,
  };
}
