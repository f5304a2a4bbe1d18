import type { Plan } from "../../core/plan/plan.ts";
import { PlanRefusal } from "../action.ts";
import { describeAutoscaler, minReplicas } from "./autoscaler-range.ts";
import type { DeploymentScene } from "./deployment-scene.ts";
import { kubectl } from "./equivalent-command.ts";
import { gitOpsWarning } from "./gitops-owner.ts";
import { fieldHashes, identityOf } from "./identity.ts";
import { replicasFields } from "./object-identity.ts";
import type { Autoscaler } from "./objects.ts";
import { deploymentWrite, targetOf } from "./plan-template-patch.ts";
import { PROGRESS_DEADLINE_SECONDS } from "./rollout-progress.ts";
import { scaleImpact } from "./scale-impact.ts";
import type { WantedReplicas } from "./wanted-replicas.ts";

/** The plan that gives a Deployment another number of replicas. Throws PlanRefusal when it has that number already. */
export function planScale(type: string, scene: DeploymentScene, { replicas, source }: WantedReplicas): Plan {
  const { deployment, namespace, autoscalers } = scene;
  const { name, uid, deletionTimestamp } = deployment.metadata;
  const from = deployment.spec.replicas ?? 1;
  if (deletionTimestamp) throw new PlanRefusal("not-now", `deployment/${name} is being deleted`);
  if (from === replicas)
    throw new PlanRefusal("not-now", `deployment/${name} is set to ${replicas} replicas already (${source})`);
  const fields = replicasFields(deployment);
  const scalerWarnings = autoscalers.readable
    ? autoscalers.value.map((scaler) => scalerWarning(scaler, from, replicas))
    : [`whether an autoscaler would change the number again is unknown: ${autoscalers.problem}`];
  return {
    action: type,
    summary: `scale ${name} from ${from} to ${replicas} replicas (${source})`,
    target: targetOf("Deployment", namespace, deployment),
    identity: identityOf(uid, fields),
    writes: [deploymentWrite(namespace, deployment, [{ op: "replace", path: "/spec/replicas", value: replicas }])],
    instructions: [],
    changes: [{ path: "replicas", from, to: replicas }],
    impact: scaleImpact(scene, replicas),
    warnings: [
      ...scalerWarnings,
      gitOpsWarning(deployment),
      deployment.spec.paused === true ? "the Deployment is paused: new pods are of the revision that runs now" : null,
    ].filter((warning) => warning !== null),
    equivalent: kubectl(namespace, "scale", `deployment/${name}`, `--replicas=${replicas}`),
    undo: `sets the replicas back to ${from}, unless somebody changes them meanwhile`,
    before: { fields: fieldHashes(uid, fields), replicas: from, after: replicas },
    completionSeconds: deployment.spec.progressDeadlineSeconds ?? PROGRESS_DEADLINE_SECONDS,
  };
}

function scalerWarning(scaler: Autoscaler, from: number, to: number): string {
  const name = describeAutoscaler(scaler);
  if (to === 0) return `${name} stops working while the replicas are 0`;
  if (to < minReplicas(scaler))
    return `${name} will fight this: it sets the replicas back to at least ${minReplicas(scaler)}`;
  if (to > scaler.spec.maxReplicas)
    return `${name} will fight this: it sets the replicas back to at most ${scaler.spec.maxReplicas}`;
  return from === 0 ? `${name} takes over from there` : `${name} sets the replicas itself and may change them again`;
}
