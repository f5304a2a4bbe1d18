import type { KubernetesClient } from "../../clients/kubernetes-client.ts";
import type { Deployment, Pod } from "../../clients/kubernetes-objects/api-objects.ts";
import { apiTimeMs, latestMs } from "../../clients/kubernetes-objects/api-time.ts";
import { rollingLimits } from "../../clients/kubernetes-objects/rolling-limits.ts";
import { selectorQuery } from "../../clients/kubernetes-objects/selector-query.ts";
import { revisionsOf } from "../../clients/kubernetes-objects/revisions.ts";
import type { PodFact } from "../kubernetes/pod-fact.ts";
import { readPod } from "../kubernetes/read-pod.ts";
import { listPods, readWorkload } from "../kubernetes/read-workload.ts";

export interface PodsFacts {
  /** As the Deployment wants; null when pods were looked up by labels alone. */
  readonly desired: number | null;
  /** Newest first; empty without a Deployment. */
  readonly revisions: readonly { readonly revision: number; readonly hash: string | null }[];
  readonly pods: readonly PodFact[];
  /** When the Deployment last moved, by its conditions, milliseconds since the epoch; null where unknown. */
  readonly movedAtMs: number | null;
  /** Whether the Deployment has its minimum of available pods, by its own condition; null where it does not say, or its minimum is none. */
  readonly available: boolean | null;
  /** The Deployment's own, as kubectl's `-l` takes it; absent: pods were looked up by labels alone. */
  readonly selector?: string;
}

/** The Deployment's pods, by owner. Rejects with ClientError. */
export async function gatherDeploymentPods(
  kubernetes: KubernetesClient,
  deployment: string,
  signal: AbortSignal,
): Promise<PodsFacts> {
  const workload = await readWorkload(kubernetes, deployment, signal);
  const revisions = revisionsOf(workload.replicaSets);
  const numberOf = new Map(revisions.map(({ replicaSet, number }) => [replicaSet.metadata.uid, number]));
  const revisionOf = (pod: Pod) => {
    const known = (pod.metadata.ownerReferences ?? []).map((owner) => numberOf.get(owner.uid));
    return known.find((number) => number !== undefined) ?? null;
  };
  return {
    desired: workload.deployment.spec.replicas ?? 1,
    revisions: revisions.map(({ number, replicaSet }) => ({
      revision: number,
      hash: replicaSet.metadata.labels?.["pod-template-hash"] ?? null,
    })),
    pods: workload.pods.map((pod) => readPod(pod, revisionOf(pod))),
    movedAtMs: movedAtMs(workload.deployment),
    available: isAvailable(workload.deployment),
    selector: selectorQuery(workload.deployment.spec.selector),
  };
}

/** Pods with these labels, but for those of Jobs. Rejects with ClientError. */
export async function gatherLabelledPods(
  kubernetes: KubernetesClient,
  labelSelector: string,
  signal: AbortSignal,
): Promise<PodsFacts> {
  const pods = await listPods(kubernetes, labelSelector, signal);
  const kept = pods.filter((pod) => pod.metadata.ownerReferences?.some((owner) => owner.kind === "Job") !== true);
  return {
    desired: null,
    revisions: [],
    pods: kept.map((pod) => readPod(pod, null)),
    movedAtMs: null,
    available: null,
  };
}

function movedAtMs({ metadata, status }: Deployment): number | null {
  const times = (status?.conditions ?? []).flatMap((condition) => [
    apiTimeMs(condition.lastUpdateTime),
    apiTimeMs(condition.lastTransitionTime),
  ]);
  return latestMs([...times, apiTimeMs(metadata.creationTimestamp)]);
}

/** With `maxUnavailable` as large as what is wanted the controller sets the condition whatever is ready: it proves nothing then. */
function isAvailable(deployment: Deployment): boolean | null {
  const condition = deployment.status?.conditions?.find(({ type }) => type === "Available");
  const { replicas = 1 } = deployment.spec;
  if (condition === undefined || (rollingLimits(deployment)?.unavailable ?? 0) >= Math.max(replicas, 1)) return null;
  return condition.status === "True";
}
