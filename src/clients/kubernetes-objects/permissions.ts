import type { Permission } from "../../core/preflight/permission.ts";

/** The namespace of arguments that may leave it out. */
interface Place {
  readonly namespace?: string | null | undefined;
}

const within = ({ namespace }: Place) => (namespace ? { namespace } : {});

export function getDeployment(name: string, place: Place = {}): Permission {
  return { verb: "get", group: "apps", resource: "deployments", name, ...within(place) };
}

export function patchDeployment(name: string, place: Place): Permission {
  return { verb: "patch", group: "apps", resource: "deployments", name, ...within(place) };
}

export function patchAutoscalers(place: Place): Permission {
  return { verb: "patch", group: "autoscaling", resource: "horizontalpodautoscalers", ...within(place) };
}

export function getConfigMap(name: string, place: Place): Permission {
  return { verb: "get", group: "", resource: "configmaps", name, ...within(place) };
}

export function patchConfigMap(name: string, place: Place): Permission {
  return { verb: "patch", group: "", resource: "configmaps", name, ...within(place) };
}

export function getService(name: string, place: Place = {}): Permission {
  return { verb: "get", group: "", resource: "services", name, ...within(place) };
}

export function patchService(name: string, place: Place): Permission {
  return { verb: "patch", group: "", resource: "services", name, ...within(place) };
}

export const listsPods: Permission = { verb: "list", group: "", resource: "pods" };
export const listsReplicaSets: Permission = { verb: "list", group: "apps", resource: "replicasets" };
export const listsEndpointSlices: Permission = { verb: "list", group: "discovery.k8s.io", resource: "endpointslices" };
export const getsPodLogs: Permission = { verb: "get", group: "", resource: "pods", subresource: "log" };
