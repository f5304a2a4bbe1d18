import type { KubernetesClient } from "../../clients/kubernetes-client.ts";
import { PlanRefusal } from "../action.ts";
import { leadsNowhere } from "../../clients/kubernetes-objects/leads-nowhere.ts";
import { selectorQuery } from "../../clients/kubernetes-objects/selector-query.ts";
import type { EndpointSlice, Labels, Pod, Service } from "./objects.ts";
import { isReady } from "./pod-readiness.ts";
import { endpointSlicesPath, podsPath, servicePath } from "./resource-paths.ts";

/** A Service with its selector, and what it leads to now. */
export interface ServiceScene {
  readonly namespace: string;
  readonly service: Service;
  readonly selector: Labels;
  /** The pods' uids behind its ready endpoints; an address without a pod counts by itself. */
  readonly readyEndpoints: ReadonlySet<string>;
}

/** Rejects with ClientError where something cannot be read, with PlanRefusal where the Service chooses its pods otherwise than by a selector. */
export async function readServiceScene(
  kubernetes: KubernetesClient,
  namespace: string,
  name: string,
  signal: AbortSignal,
): Promise<ServiceScene> {
  const [service, slices] = await Promise.all([
    kubernetes.get<Service>(servicePath(namespace, name), signal),
    readSlices(kubernetes, namespace, name, signal),
  ]);
  const { selector, type } = service.spec;
  if (type === "ExternalName" || selector === undefined || selector === null || Object.keys(selector).length === 0) {
    throw new PlanRefusal("unfit", `service/${name} has no selector: its endpoints are kept by somebody else`);
  }
  if (service.metadata.deletionTimestamp) throw new PlanRefusal("not-now", `service/${name} is being deleted`);
  return { namespace, service, selector, readyEndpoints: readyEndpoints(service, slices) };
}

export async function readSlices(
  kubernetes: KubernetesClient,
  namespace: string,
  service: string,
  signal: AbortSignal,
): Promise<readonly EndpointSlice[]> {
  const query = { labelSelector: selectorQuery({ matchLabels: { "kubernetes.io/service-name": service } }) };
  return await kubernetes.list<EndpointSlice>(endpointSlicesPath(namespace), query, signal);
}

/** Of those that the Service's ports reach. One whose readiness is not said counts as ready, as discovery/v1 defines it. */
export function readyEndpoints(service: Service, slices: readonly EndpointSlice[]): ReadonlySet<string> {
  const reached = slices.filter((slice) => !leadsNowhere(service, slice));
  const ready = reached.flatMap((slice) => (slice.endpoints ?? []).filter((e) => e.conditions?.ready !== false));
  return new Set(ready.map((endpoint) => endpoint.targetRef?.uid ?? endpoint.addresses.join(",")));
}

export async function readPods(
  kubernetes: KubernetesClient,
  namespace: string,
  selector: Labels,
  signal: AbortSignal,
): Promise<readonly Pod[]> {
  const query = { labelSelector: selectorQuery({ matchLabels: selector }) };
  return await kubernetes.list<Pod>(podsPath(namespace), query, signal);
}

export async function readReadyPods(...asked: Parameters<typeof readPods>): Promise<readonly Pod[]> {
  return (await readPods(...asked)).filter(isReady);
}
