import type { Deployment, Pod, ReplicaSet } from "../../clients/kubernetes-objects/api-objects.ts";
import { type KubernetesClient, apiPath } from "../../clients/kubernetes-client.ts";
import { selectorQuery } from "../../clients/kubernetes-objects/selector-query.ts";

/** A Deployment with what it owns: one request for it and one list for each kind, whatever the number of pods. */
export interface Workload {
  readonly deployment: Deployment;
  /** Its own, in no order. */
  readonly replicaSets: readonly ReplicaSet[];
  /** Owned by these ReplicaSets, ended and terminating ones included; other pods with the same labels (a Job's) are not among them. */
  readonly pods: readonly Pod[];
}

/** Rejects with ClientError where the Deployment, its ReplicaSets or its pods cannot be read. */
export async function readWorkload(kubernetes: KubernetesClient, name: string, signal: AbortSignal): Promise<Workload> {
  const { namespace } = kubernetes;
  const path = apiPath("apis", "apps", "v1", "namespaces", namespace, "deployments", name);
  const deployment = await kubernetes.get<Deployment>(path, signal);
  const query = { labelSelector: selectorQuery(deployment.spec.selector) };
  const listed = listPods(kubernetes, query.labelSelector, signal);
  // Awaited second: where both are refused it is always the ReplicaSets that are named, whichever answer came first.
  listed.catch(() => undefined);
  const sets = apiPath("apis", "apps", "v1", "namespaces", namespace, "replicasets");
  const replicaSets = await kubernetes.list<ReplicaSet>(sets, query, signal);
  const pods = await listed;
  const own = replicaSets.filter((set) => isOwnedBy(set, deployment.metadata.uid));
  const ownUids = new Set(own.map((set) => set.metadata.uid));
  return {
    deployment,
    replicaSets: own,
    pods: pods.filter((pod) => pod.metadata.ownerReferences?.some((owner) => ownUids.has(owner.uid)) === true),
  };
}

/** All pods with these labels in the client's namespace. */
export function listPods(
  kubernetes: KubernetesClient,
  labelSelector: string,
  signal: AbortSignal,
): Promise<readonly Pod[]> {
  return kubernetes.list<Pod>(
    apiPath("api", "v1", "namespaces", kubernetes.namespace, "pods"),
    { labelSelector },
    signal,
  );
}

function isOwnedBy(object: Pod | ReplicaSet, uid: string): boolean {
  return object.metadata.ownerReferences?.some((owner) => owner.uid === uid) === true;
}
