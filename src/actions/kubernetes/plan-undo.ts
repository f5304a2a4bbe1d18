import type { KubernetesClient } from "../../clients/kubernetes-client.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Plan } from "../../core/plan/plan.ts";
import { PlanRefusal, type ActionContext } from "../action.ts";
import { autoscalerWarnings } from "./autoscaler-range.ts";
import { configurationWarnings } from "./configuration-changes.ts";
import type { DeploymentScene } from "./deployment-scene.ts";
import { kubectl } from "./equivalent-command.ts";
import { gitOpsWarning } from "./gitops-owner.ts";
import { fieldHashes, identityOf } from "./identity.ts";
import { CHANGE_CAUSE, undoFields } from "./object-identity.ts";
import { deploymentWrite, targetOf } from "./plan-template-patch.ts";
import { plainTemplate, templateHash } from "../../clients/kubernetes-objects/pod-template.ts";
import { replacementImpact } from "./replacement-impact.ts";
import { beginBounds } from "../../clients/kubernetes-objects/revision-begin.ts";
import type { Revision } from "../../clients/kubernetes-objects/revisions.ts";
import { PROGRESS_DEADLINE_SECONDS } from "./rollout-progress.ts";
import { templateChanges } from "../../clients/kubernetes-objects/template-changes.ts";

export interface UndoOrder {
  readonly type: string;
  readonly scene: DeploymentScene;
  readonly revisions: readonly Revision[];
  readonly current: Revision;
  readonly target: Revision;
  readonly summary: string;
  readonly why: string;
  /** What speaks against it, besides what every rollback has against it. */
  readonly doubts: readonly string[];
}

/** The plan that gives a Deployment the template of another of its revisions. Throws PlanRefusal when it has that template already. */
export async function planUndo(order: UndoOrder, kubernetes: KubernetesClient, context: ActionContext): Promise<Plan> {
  const { scene, current, target } = order;
  const { deployment, namespace } = scene;
  const { name, uid } = deployment.metadata;
  const template = plainTemplate(target.replicaSet.spec.template);
  const from = templateHash(deployment.spec.template);
  const to = templateHash(template);
  if (from === to)
    throw new PlanRefusal("not-now", `deployment/${name} has the template of revision ${target.number} already`);
  const fields = undoFields(deployment);
  const causes = { [CHANGE_CAUSE]: target.replicaSet.metadata.annotations?.[CHANGE_CAUSE] ?? null };
  const write = deploymentWrite(
    namespace,
    deployment,
    [{ op: "replace", path: "/spec/template", value: template }],
    causes,
  );
  const templates: readonly JsonObject[] = [deployment.spec.template, template];
  const sinceMs = beginBounds(target, order.revisions).earliestMs;
  const configuration = await configurationWarnings(kubernetes, namespace, templates, sinceMs, context.signal);
  const toRevision = `--to-revision=${target.number}`;
  return {
    action: order.type,
    summary: order.summary,
    target: targetOf("Deployment", namespace, deployment),
    identity: identityOf(uid, fields),
    writes: [write],
    instructions: [],
    changes: templateChanges(deployment.spec.template, template),
    impact: replacementImpact(scene, target.replicaSet.metadata.uid),
    warnings: [
      ...order.doubts,
      ...configuration,
      gitOpsWarning(deployment),
      ...autoscalerWarnings(scene.autoscalers),
      `the cluster keeps no record of a revision's health: revision ${target.number} was chosen because ${order.why}`,
      "only the pod template goes back: neither the number of replicas nor ConfigMaps and Secrets do",
    ].filter((warning) => warning !== null),
    equivalent: kubectl(namespace, "rollout", "undo", `deployment/${name}`, toRevision),
    undo: `puts the template of revision ${current.number} back, unless somebody changes it meanwhile`,
    before: {
      fields: fieldHashes(uid, fields),
      replicaSetUid: current.replicaSet.metadata.uid,
      revision: current.number,
      template: from,
      after: to,
    },
    completionSeconds: deployment.spec.progressDeadlineSeconds ?? PROGRESS_DEADLINE_SECONDS,
  };
}
