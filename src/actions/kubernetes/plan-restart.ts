import type { JsonObject } from "../../core/json.ts";
import type { Plan } from "../../core/plan/plan.ts";
import { PlanRefusal } from "../action.ts";
import { autoscalerWarnings } from "./autoscaler-range.ts";
import type { DeploymentScene } from "./deployment-scene.ts";
import { kubectl } from "./equivalent-command.ts";
import { gitOpsWarning } from "./gitops-owner.ts";
import { pointer } from "./guarded-patch.ts";
import { fieldHashes, identityOf } from "./identity.ts";
import { templateFields } from "./object-identity.ts";
import type { PatchOperation } from "./objects.ts";
import { deploymentWrite, targetOf } from "./plan-template-patch.ts";
import { asObject, isObject, templateHash } from "../../clients/kubernetes-objects/pod-template.ts";
import { replacementImpact } from "./replacement-impact.ts";
import { PROGRESS_DEADLINE_SECONDS } from "./rollout-progress.ts";

const RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";

/** The plan that replaces a Deployment's pods by writing `restartedAt` (RFC 3339) into its template, where kubectl writes it too. */
export function planRestart(type: string, scene: DeploymentScene, restartedAt: string): Plan {
  const { deployment, namespace } = scene;
  const { name, uid } = deployment.metadata;
  const { template } = deployment.spec;
  const metadata = asObject(template["metadata"]);
  const annotations = { ...asObject(metadata["annotations"]), [RESTARTED_AT]: restartedAt };
  const restartedBefore = asObject(metadata["annotations"])[RESTARTED_AT] ?? null;
  if (restartedBefore === restartedAt)
    throw new PlanRefusal("not-now", `deployment/${name} was restarted at ${restartedAt} already`);
  const fields = templateFields(deployment);
  return {
    action: type,
    summary: `restart the pods of ${name}`,
    target: targetOf("Deployment", namespace, deployment),
    identity: identityOf(uid, fields),
    writes: [deploymentWrite(namespace, deployment, annotateTemplate(template, restartedAt))],
    instructions: [],
    changes: [{ path: "restartedAt", from: restartedBefore, to: restartedAt }],
    impact: replacementImpact(scene, null),
    warnings: [gitOpsWarning(deployment), ...autoscalerWarnings(scene.autoscalers)].filter(
      (warning) => warning !== null,
    ),
    equivalent: kubectl(namespace, "rollout", "restart", `deployment/${name}`),
    undo: null,
    before: {
      fields: fieldHashes(uid, fields),
      template: templateHash(template),
      after: templateHash({ ...template, metadata: { ...metadata, annotations } }),
    },
    completionSeconds: deployment.spec.progressDeadlineSeconds ?? PROGRESS_DEADLINE_SECONDS,
  };
}

/** The time that a shown plan writes; null where none was shown. */
export function shownRestart(shown: Plan | null | undefined): string | null {
  const time = shown?.changes.find((change) => change.path === "restartedAt")?.to;
  return typeof time === "string" ? time : null;
}

function annotateTemplate(template: JsonObject, restartedAt: string): readonly PatchOperation[] {
  const annotations = asObject(template["metadata"])["annotations"];
  const path = pointer("spec", "template", "metadata", "annotations");
  if (!isObject(annotations)) return [{ op: "add", path, value: { [RESTARTED_AT]: restartedAt } }];
  return [{ op: "add", path: path + pointer(RESTARTED_AT), value: restartedAt }];
}
