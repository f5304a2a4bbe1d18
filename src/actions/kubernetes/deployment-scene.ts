import type { KubernetesClient } from "../../clients/kubernetes-client.ts";
import type { ActionContext } from "../action.ts";
import { selectorQuery } from "../../clients/kubernetes-objects/selector-query.ts";
import type { Autoscaler, Deployment, DisruptionBudget, Pod, ReplicaSet } from "./objects.ts";
import { isCurrent } from "./pod-readiness.ts";
import { readAdvisory, type Advisory } from "./read-advisory.ts";
import { autoscalersPath, deploymentPath, disruptionBudgetsPath, podsPath, replicaSetsPath } from "./resource-paths.ts";

/** A Deployment and all that changing it touches: one request for it, and one list for each kind. */
export interface DeploymentScene {
  readonly namespace: string;
  /** When it was read, milliseconds since the epoch, by the clock of the cluster. */
  readonly readAtMs: number;
  readonly deployment: Deployment;
  /** Its own, in no order. */
  readonly replicaSets: readonly ReplicaSet[];
  /** Of its ReplicaSets; neither terminating nor finished. */
  readonly pods: readonly Pod[];
  readonly autoscalers: Advisory<readonly Autoscaler[]>;
  readonly budgets: Advisory<readonly DisruptionBudget[]>;
}

/** Rejects with ClientError where the Deployment, its ReplicaSets or its pods cannot be read. */
export async function readDeploymentScene(
  kubernetes: KubernetesClient,
  namespace: string,
  name: string,
  { signal, nowMs }: Pick<ActionContext, "signal" | "nowMs">,
): Promise<DeploymentScene> {
  const autoscaling = readAdvisory(kubernetes.list<Autoscaler>(autoscalersPath(namespace), {}, signal));
  const budgeting = readAdvisory(kubernetes.list<DisruptionBudget>(disruptionBudgetsPath(namespace), {}, signal));
  // Awaited last; a failure of the Deployment itself must not leave these two unhandled.
  autoscaling.catch(() => {});
  budgeting.catch(() => {});
  const deployment = await kubernetes.get<Deployment>(deploymentPath(namespace, name), signal);
  const query = { labelSelector: selectorQuery(deployment.spec.selector) };
  const [replicaSets, pods] = await Promise.all([
    kubernetes.list<ReplicaSet>(replicaSetsPath(namespace), query, signal),
    kubernetes.list<Pod>(podsPath(namespace), query, signal),
  ]);
  const own = replicaSets.filter((set) => isOwnedBy(set, deployment.metadata.uid));
  const autoscalers = await autoscaling;
  return {
    namespace,
    readAtMs: nowMs - kubernetes.clockAheadMs(),
    deployment,
    replicaSets: own,
    pods: pods.filter((pod) => isCurrent(pod) && own.some((set) => isOwnedBy(pod, set.metadata.uid))),
    autoscalers: autoscalers.readable
      ? { readable: true, value: autoscalers.value.filter((scaler) => scales(scaler, name)) }
      : autoscalers,
    budgets: await budgeting,
  };
}

export function isOwnedBy(object: { readonly metadata: Pod["metadata"] }, uid: string): boolean {
  return object.metadata.ownerReferences?.some((owner) => owner.uid === uid) === true;
}

function scales(scaler: Autoscaler, deployment: string): boolean {
  return scaler.spec.scaleTargetRef.kind === "Deployment" && scaler.spec.scaleTargetRef.name === deployment;
}
