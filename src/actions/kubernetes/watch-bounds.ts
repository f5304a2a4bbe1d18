import { ClientError } from "../../clients/client-error.ts";
import { asObject } from "../../clients/kubernetes-objects/pod-template.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Plan } from "../../core/plan/plan.ts";
import type { Progress } from "../../core/run/event.ts";
import { PlanRefusal, type ActionContext } from "../action.ts";
import type { Autoscaler, Deployment } from "./objects.ts";
import { boundsOf, type Bounds } from "./plan-bounds.ts";
import { autoscalerPath, deploymentPath } from "./resource-paths.ts";
import { failedProgress } from "./rollout-progress.ts";
import { watchRollout } from "./watch-rollout.ts";

/** Complete once the autoscaler has brought its Deployment within the new bounds, and the pods are there. Rejects with ClientError. */
export async function watchBounds(
  plan: Plan,
  receipts: readonly JsonObject[],
  context: ActionContext,
): Promise<Progress> {
  const { namespace, name, uid } = plan.target;
  const after = keptBounds(plan, "after");
  const kubernetes = await context.doors.kubernetes();
  let scaler: Autoscaler;
  try {
    scaler = await kubernetes.get<Autoscaler>(autoscalerPath(namespace, name), context.signal);
  } catch (error) {
    if (error instanceof ClientError && error.code === "not-found") return failedProgress(`autoscaler ${name} is gone`);
    throw error;
  }
  const now = boundsOf(scaler);
  if (scaler.metadata.uid !== uid || now.min !== after.min || now.max !== after.max)
    return failedProgress(`the bounds of autoscaler ${name} were changed by somebody else since`);
  const scaled = scaledDeployment(plan);
  const deployment = await kubernetes.get<Deployment>(deploymentPath(namespace, scaled.name), context.signal);
  const replicas = deployment.spec.replicas ?? 1;
  if (replicas < after.min || replicas > after.max) {
    const summary = `the autoscaler has still to move it from ${replicas} replicas to ${after.min} to ${after.max}`;
    return { complete: false, completedAtMs: null, failed: null, summary };
  }
  const target = { kind: "Deployment", namespace, name: scaled.name, uid: scaled.uid };
  return watchRollout({ ...plan, target }, receipts, context, () => null);
}

export function keptBounds(plan: Plan, key: "bounds" | "after"): Bounds {
  const { min, max } = asObject(plan.before[key]);
  if (typeof min !== "number" || typeof max !== "number")
    throw new PlanRefusal("unfit", "the recorded plan lacks the autoscaler's bounds; it cannot be undone from it");
  return { min, max };
}

export function scaledDeployment(plan: Plan): { readonly name: string; readonly uid: string } {
  const { name, uid } = asObject(plan.before["deployment"]);
  if (typeof name !== "string" || typeof uid !== "string")
    throw new PlanRefusal("unfit", "the recorded plan does not say which Deployment the autoscaler scales");
  return { name, uid };
}
