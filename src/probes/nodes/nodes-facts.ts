import { ClientError } from "../../clients/client-error.ts";
import { apiPath, type KubernetesClient } from "../../clients/kubernetes-client.ts";
import type { Condition, ObjectMeta } from "../../clients/kubernetes-objects/api-objects.ts";
import { apiTimeMs } from "../../clients/kubernetes-objects/api-time.ts";
import { podRequest, REQUESTED, type Requested, type RequestingPod } from "./pod-requests.ts";
import { resourceQuantity } from "./resource-quantity.ts";

interface Node {
  readonly metadata: ObjectMeta;
  readonly spec?: { readonly unschedulable?: boolean };
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly allocatable?: Readonly<Record<string, string>>;
  };
}

export interface NodeCondition {
  readonly type: string;
  /** Kubernetes' own: True, False or Unknown. */
  readonly status: string;
  readonly reason: string;
  readonly sinceMs: number | null;
}

export interface NodeFact {
  readonly name: string;
  readonly cordoned: boolean;
  readonly conditions: readonly NodeCondition[];
  /** What pods may ask for in total: CPUs, bytes; null where the node does not say. */
  readonly allocatable: Readonly<Record<Requested | "pods", number | null>>;
  /** What its pods ask for, and how many they are; null when the pods could not be read. */
  readonly requested: Readonly<Record<Requested | "pods", number>> | null;
}

export interface NodesFacts {
  readonly nodes: readonly NodeFact[];
  /** Why what the pods ask for is not known; null when it is, or was not asked for. */
  readonly podsFailure: string | null;
}

/** Ended pods hold nothing of their node. */
const RUNNING = "status.phase!=Succeeded,status.phase!=Failed";

/**
 * One list of nodes, and one of all namespaces' pods when their requests are wanted: a user who may not list those still sees the nodes. Rejects with
 * ClientError when the nodes cannot be read.
 */
export async function gatherNodes(
  kubernetes: KubernetesClient,
  { labelSelector, usage }: { readonly labelSelector: string | null; readonly usage: boolean },
  signal: AbortSignal,
): Promise<NodesFacts> {
  const query = labelSelector === null ? {} : { labelSelector };
  const [nodes, { pods, failure }] = await Promise.all([
    kubernetes.list<Node>(apiPath("api", "v1", "nodes"), query, signal),
    usage ? listAllPods(kubernetes, signal) : { pods: null, failure: null },
  ]);
  return {
    nodes: nodes.map((node) =>
      nodeFact(
        node,
        pods?.filter(({ spec }) => spec?.nodeName === node.metadata.name),
      ),
    ),
    podsFailure: failure,
  };
}

async function listAllPods(
  kubernetes: KubernetesClient,
  signal: AbortSignal,
): Promise<{ readonly pods: readonly RequestingPod[] | null; readonly failure: string | null }> {
  try {
    const pods = await kubernetes.list<RequestingPod>(apiPath("api", "v1", "pods"), { fieldSelector: RUNNING }, signal);
    return { pods, failure: null };
  } catch (error) {
    if (!(error instanceof ClientError) || signal.aborted) throw error;
    return { pods: null, failure: error.message };
  }
}

function nodeFact({ metadata, spec, status }: Node, pods: readonly RequestingPod[] | undefined): NodeFact {
  const allocatable = (resource: string) => resourceQuantity(status?.allocatable?.[resource]);
  const [cpu, memory] = REQUESTED.map((resource) =>
    (pods ?? []).reduce((sum, pod) => sum + podRequest(pod, resource), 0),
  );
  return {
    name: metadata.name,
    cordoned: spec?.unschedulable === true,
    conditions: (status?.conditions ?? []).map(({ type, status, reason, lastTransitionTime }) => ({
      type,
      status,
      reason: reason ?? "",
      sinceMs: apiTimeMs(lastTransitionTime),
    })),
    allocatable: { cpu: allocatable("cpu"), memory: allocatable("memory"), pods: allocatable("pods") },
    requested: pods === undefined ? null : { cpu: cpu ?? 0, memory: memory ?? 0, pods: pods.length },
  };
}
