import type { KubernetesClient } from "../../clients/kubernetes-client.ts";
import type { Gathered } from "../probe.ts";

/** From where facts of a cluster are, e.g. "Kubernetes API https://127.0.0.1:6443, namespace ml", and by which clock: to be asked after the answers. */
export function seenIn(kubernetes: KubernetesClient): Pick<Gathered<unknown>, "vantage" | "clockAheadMs"> {
  const { server, namespace } = kubernetes;
  return {
    vantage: `from here, Kubernetes API ${server}, namespace ${namespace}`,
    clockAheadMs: kubernetes.clockAheadMs(),
  };
}
