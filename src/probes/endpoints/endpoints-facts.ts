import { selectorQuery } from "../../clients/kubernetes-objects/selector-query.ts";
import { apiPath, type KubernetesClient } from "../../clients/kubernetes-client.ts";
import type { EndpointSlice, Service } from "../../clients/kubernetes-objects/api-objects.ts";
import { leadsNowhere } from "../../clients/kubernetes-objects/leads-nowhere.ts";
import { listPods } from "../kubernetes/read-workload.ts";
import { readPod } from "../kubernetes/read-pod.ts";
import { isActive, isReady } from "../pods/pod-trouble.ts";

export interface EndpointFact {
  readonly name: string;
  readonly ready: boolean;
  readonly terminating: boolean;
  /** It has none of the ports that the Service leads to: nothing reaches it, ready or not. */
  readonly portless: boolean;
}

export interface EndpointsFacts {
  /** What was counted: a Service's endpoints, or pods with labels, as a Service would count them. */
  readonly of: "service" | "labels";
  readonly selector: Readonly<Record<string, string>> | null;
  /** Set for a Service that is only another name for a host: it has no endpoints of its own. */
  readonly externalName: string | null;
  /** The Service also sends to pods that are not ready, so that "ready" is no proof. */
  readonly publishesNotReady: boolean;
  readonly endpoints: readonly EndpointFact[];
}

/** A Service's endpoints by its EndpointSlices. Rejects with ClientError, `not-found` when there is no such Service. */
export async function gatherServiceEndpoints(
  kubernetes: KubernetesClient,
  name: string,
  signal: AbortSignal,
): Promise<EndpointsFacts> {
  const { namespace } = kubernetes;
  const slicesPath = apiPath("apis", "discovery.k8s.io", "v1", "namespaces", namespace, "endpointslices");
  // Before anything is asked: a name that is no label must not leave a question behind to which nobody listens.
  const labelSelector = selectorQuery({ matchLabels: { "kubernetes.io/service-name": name } });
  const [service, slices] = await Promise.all([
    kubernetes.get<Service>(apiPath("api", "v1", "namespaces", namespace, "services", name), signal),
    kubernetes.list<EndpointSlice>(slicesPath, { labelSelector }, signal),
  ]);
  const { spec } = service;
  return {
    of: "service",
    selector: spec.selector ?? null,
    externalName: spec.type === "ExternalName" ? (spec.externalName ?? "") : null,
    publishesNotReady: spec.publishNotReadyAddresses === true,
    endpoints: endpointsOf(service, slices),
  };
}

/** One entry a pod, or an address without one: dual-stack Services list each pod in two slices. Ready unless said otherwise, as the API defines it. */
function endpointsOf(service: Service, slices: readonly EndpointSlice[]): readonly EndpointFact[] {
  const found = new Map<string, EndpointFact>();
  for (const slice of slices) {
    const nowhere = leadsNowhere(service, slice);
    for (const { addresses, conditions, targetRef } of slice.endpoints ?? []) {
      const key = targetRef?.uid ?? addresses.join(",");
      const terminating = conditions?.terminating === true;
      const ready = conditions?.ready !== false && (found.get(key)?.ready ?? true);
      const portless = nowhere || found.get(key)?.portless === true;
      found.set(key, { name: targetRef?.name ?? addresses.join(","), ready, terminating, portless });
    }
  }
  return [...found.values()];
}

/** The pods that a Service with this selector would send to. Rejects with ClientError. */
export async function gatherLabelledEndpoints(
  kubernetes: KubernetesClient,
  selector: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<EndpointsFacts> {
  const pods = (await listPods(kubernetes, selectorQuery({ matchLabels: selector }), signal)).map((pod) =>
    readPod(pod, null),
  );
  return {
    of: "labels",
    selector,
    externalName: null,
    publishesNotReady: false,
    endpoints: pods.flatMap((pod) => {
      const terminating = pod.deletionDueAtMs !== null;
      return terminating || isActive(pod)
        ? [{ name: pod.name, ready: isReady(pod), terminating, portless: false }]
        : [];
    }),
  };
}
