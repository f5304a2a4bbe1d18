import type { Cluster } from "./cluster.ts";

/** Makes a service account that may read the namespace; its name as the API server says it. */
export async function createReader(cluster: Cluster, namespace: string, name: string): Promise<string> {
  await cluster.kubectl(["create", "serviceaccount", name, "-n", namespace]);
  const binding = ["rolebinding", `${name}-reads`, "--clusterrole=view", `--serviceaccount=${namespace}:${name}`];
  await cluster.kubectl(["create", ...binding, "-n", namespace]);
  return `system:serviceaccount:${namespace}:${name}`;
}
