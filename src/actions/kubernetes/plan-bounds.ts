import type { Change, Plan } from "../../core/plan/plan.ts";
import { PlanRefusal } from "../action.ts";
import { describeAutoscaler, minReplicas } from "./autoscaler-range.ts";
import type { DeploymentScene } from "./deployment-scene.ts";
import { kubectl } from "./equivalent-command.ts";
import { gitOpsWarning } from "./gitops-owner.ts";
import { fieldHashes, identityOf } from "./identity.ts";
import { boundsFields } from "./object-identity.ts";
import type { Autoscaler, PatchOperation } from "./objects.ts";
import { patchWrite, targetOf } from "./plan-template-patch.ts";
import { autoscalerPath } from "./resource-paths.ts";
import { PROGRESS_DEADLINE_SECONDS } from "./rollout-progress.ts";
import { scaleImpact } from "./scale-impact.ts";

export interface Bounds {
  readonly min: number;
  readonly max: number;
}

export function boundsOf(scaler: Autoscaler): Bounds {
  return { min: minReplicas(scaler), max: scaler.spec.maxReplicas };
}

/**
 * The plan that sets an autoscaler's bounds instead of the number that it would set back. Throws PlanRefusal where they are so already, or the
 * Deployment is at zero, where autoscalers do nothing.
 */
export function planBounds(
  type: string,
  scene: DeploymentScene,
  scaler: Autoscaler,
  wanted: Bounds,
  source: string,
): Plan {
  const { deployment, namespace } = scene;
  const { name, uid, deletionTimestamp } = scaler.metadata;
  const now = boundsOf(scaler);
  const replicas = deployment.spec.replicas ?? 1;
  if (deletionTimestamp) throw new PlanRefusal("not-now", `${describeAutoscaler(scaler)} is being deleted`);
  if (replicas === 0)
    throw new PlanRefusal(
      "not-now",
      `deployment/${deployment.metadata.name} is scaled to zero, where ${describeAutoscaler(scaler)} does nothing`,
    );
  if (now.min === wanted.min && now.max === wanted.max)
    throw new PlanRefusal("not-now", `${describeAutoscaler(scaler)} has these bounds already (${source})`);
  const fields = boundsFields(scaler);
  const settled = Math.min(Math.max(replicas, wanted.min), wanted.max);
  return {
    action: type,
    summary: `set the bounds of ${describeAutoscaler(scaler)} to ${wanted.min} and ${wanted.max} (${source})`,
    target: targetOf("HorizontalPodAutoscaler", namespace, scaler),
    identity: identityOf(uid, fields),
    writes: [
      patchWrite(
        "HorizontalPodAutoscaler",
        namespace,
        autoscalerPath(namespace, name),
        scaler,
        operations(scaler, wanted),
      ),
    ],
    instructions: [],
    changes: changes(now, wanted),
    impact: scaleImpact(scene, settled),
    warnings: [gitOpsWarning(scaler)].filter((warning) => warning !== null),
    equivalent: kubectl(
      namespace,
      "patch",
      `hpa/${name}`,
      "--type=merge",
      "-p",
      JSON.stringify({ spec: { minReplicas: wanted.min, maxReplicas: wanted.max } }),
    ),
    undo: `sets the bounds back to ${now.min} and ${now.max}, unless somebody changes them meanwhile`,
    before: {
      fields: fieldHashes(uid, fields),
      bounds: { ...now },
      after: { ...wanted },
      deployment: { name: deployment.metadata.name, uid: deployment.metadata.uid },
    },
    completionSeconds: deployment.spec.progressDeadlineSeconds ?? PROGRESS_DEADLINE_SECONDS,
  };
}

function operations(scaler: Autoscaler, { min, max }: Bounds): readonly PatchOperation[] {
  return [
    ...(boundsOf(scaler).min === min ? [] : [{ op: "add" as const, path: "/spec/minReplicas", value: min }]),
    ...(boundsOf(scaler).max === max ? [] : [{ op: "replace" as const, path: "/spec/maxReplicas", value: max }]),
  ];
}

function changes(now: Bounds, wanted: Bounds): readonly Change[] {
  return [
    ...(now.min === wanted.min ? [] : [{ path: "minReplicas", from: now.min, to: wanted.min }]),
    ...(now.max === wanted.max ? [] : [{ path: "maxReplicas", from: now.max, to: wanted.max }]),
  ];
}
