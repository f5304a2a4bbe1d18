import type { Cluster } from "../cluster/cluster.ts";

/** How many endpoints of a Service are ready, by its EndpointSlices. */
export async function readyEndpoints(
  { cluster, namespace }: { readonly cluster: Cluster; readonly namespace: string },
  service: string,
): Promise<number> {
  type Slices = { items: { endpoints?: { conditions: { ready?: boolean } }[] }[] };
  const slices = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`;
  const selector = encodeURIComponent(`kubernetes.io/service-name=${service}`);
  const { items } = await cluster.get<Slices>(`${slices}?labelSelector=${selector}`);
  const endpoints = items.flatMap((slice) => slice.endpoints ?? []);
  return endpoints.filter(({ conditions }) => conditions.ready === true).length;
}
