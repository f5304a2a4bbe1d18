import { apiPath } from "../../clients/kubernetes-client.ts";

/** Where the API keeps what actions read and write; without a name, the list of the namespace. */
export function deploymentPath(namespace: string, name: string): string {
  return apiPath("apis", "apps", "v1", "namespaces", namespace, "deployments", name);
}

export function replicaSetsPath(namespace: string): string {
  return apiPath("apis", "apps", "v1", "namespaces", namespace, "replicasets");
}

export function podsPath(namespace: string): string {
  return apiPath("api", "v1", "namespaces", namespace, "pods");
}

export function servicePath(namespace: string, name: string): string {
  return apiPath("api", "v1", "namespaces", namespace, "services", name);
}

export function configMapPath(namespace: string, name: string): string {
  return apiPath("api", "v1", "namespaces", namespace, "configmaps", name);
}

export function endpointSlicesPath(namespace: string): string {
  return apiPath("apis", "discovery.k8s.io", "v1", "namespaces", namespace, "endpointslices");
}

export function autoscalersPath(namespace: string): string {
  return apiPath("apis", "autoscaling", "v2", "namespaces", namespace, "horizontalpodautoscalers");
}

export function autoscalerPath(namespace: string, name: string): string {
  return apiPath("apis", "autoscaling", "v2", "namespaces", namespace, "horizontalpodautoscalers", name);
}

export function disruptionBudgetsPath(namespace: string): string {
  return apiPath("apis", "policy", "v1", "namespaces", namespace, "poddisruptionbudgets");
}
