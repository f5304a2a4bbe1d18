import type { Cluster } from "../cluster/cluster.ts";
import { fateAnnotation, type Fate } from "../cluster/fates.ts";

/** The fields of a pod that the lab itself looks at. */
export type LabPod = {
  readonly metadata: {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
  };
  readonly spec: { readonly containers: readonly { readonly image: string }[] };
  readonly status: {
    readonly phase: string;
    readonly reason?: string;
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason?: string;
    }[];
    readonly containerStatuses?: readonly {
      readonly restartCount: number;
      readonly ready: boolean;
      readonly state: { readonly waiting?: { readonly reason: string } };
      readonly lastState?: {
        readonly terminated?: { readonly reason: string; readonly exitCode: number };
      };
    }[];
  };
};

/** Pods of a label selector that a ReplicaSet owns (a Job's are not of the service). */
export async function servicePods(cluster: Cluster, namespace: string, selector: string): Promise<readonly LabPod[]> {
  const path = `/api/v1/namespaces/${namespace}/pods?labelSelector=${encodeURIComponent(selector)}`;
  const list = await cluster.get<{ items: LabPod[] }>(path);
  return list.items.filter(({ metadata }) => metadata.ownerReferences?.[0]?.kind === "ReplicaSet");
}

/** The cluster's own word for what is wrong with a pod; `Ready` when nothing is. */
export function podReason(pod: LabPod): string {
  if (pod.metadata.deletionTimestamp !== undefined) return "Terminating";
  if (pod.status.reason !== undefined) return pod.status.reason;
  const conditions = pod.status.conditions ?? [];
  const unscheduled = conditions.find((is) => is.type === "PodScheduled" && is.status === "False");
  if (unscheduled?.reason !== undefined) return unscheduled.reason;
  const container = pod.status.containerStatuses?.[0];
  if (container?.lastState?.terminated?.reason === "OOMKilled") return "OOMKilled";
  if (container?.state.waiting !== undefined) return container.state.waiting.reason;
  return conditions.some((is) => is.type === "Ready" && is.status === "True") ? "Ready" : "NotReady";
}

/** Strikes living pods with a fate, or heals them with `ready`; their template is not touched. */
export async function setFate(cluster: Cluster, namespace: string, pods: readonly LabPod[], fate: Fate): Promise<void> {
  const names = pods.map(({ metadata }) => `pod/${metadata.name}`);
  await cluster.kubectl(["annotate", "-n", namespace, "--overwrite", ...names, `${fateAnnotation}=${fate}`]);
}
