import type { Deployment, ObjectMeta, Pod, ReplicaSet } from "../../../src/clients/kubernetes-objects/api-objects.ts";
import { ClientError } from "../../../src/clients/client-error.ts";
import type { KubernetesClient } from "../../../src/clients/kubernetes-client.ts";

interface Served {
  readonly deployment?: Deployment;
  readonly replicaSets?: readonly ReplicaSet[];
  readonly pods?: readonly Pod[];
  /** Metadata by the last part of its path. */
  readonly metadata?: Readonly<Record<string, Partial<ObjectMeta>>>;
}

/** A Kubernetes API that holds these, and what it was asked: paths, and the labels of lists. */
export function serving({ deployment, replicaSets = [], pods = [], metadata = {} }: Served) {
  const asked: string[] = [];
  const lists: Readonly<Record<string, readonly unknown[]>> = { replicasets: replicaSets, pods };
  const kubernetes = {
    namespace: "ml",
    get: async (path: string) => {
      asked.push(path);
      return deployment;
    },
    getMetadata: async (path: string) => {
      asked.push(path);
      const found = metadata[lastOf(path)];
      if (found === undefined) throw new ClientError("not-found", `${lastOf(path)} is not there`, "look", 404);
      return { metadata: found };
    },
    list: async (path: string, { labelSelector }: { labelSelector: string }) => {
      asked.push(`${path}?${labelSelector}`);
      return lists[lastOf(path)];
    },
  } as unknown as KubernetesClient;
  return { kubernetes, asked };
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** A ReplicaSet of the Deployment with the uid "d"; its uid is its name. */
export function replicaSet(name: string, number: number | null, metadata: Partial<ObjectMeta> = {}): ReplicaSet {
  return {
    metadata: {
      name,
      uid: name,
      ownerReferences: [{ kind: "Deployment", name: "feature-api", uid: "d" }],
      labels: { "pod-template-hash": `hash-${name}` },
      annotations: number === null ? {} : { "deployment.kubernetes.io/revision": String(number) },
      creationTimestamp: "2026-11-22T02:00:00Z",
      ...metadata,
    },
    spec: { template: {} },
  };
}

/** A pod that these own. */
export function ownedPod(name: string, owners: readonly string[], metadata: Partial<ObjectMeta> = {}): Pod {
  const ownerReferences = owners.map((owner) => ({ kind: "ReplicaSet", name: owner, uid: owner }));
  return { metadata: { name, uid: name, ownerReferences, ...metadata } };
}
