import { ClientError } from "../../clients/client-error.ts";
import type { Doors } from "../../clients/doors.ts";
import { apiPath } from "../../clients/kubernetes-client.ts";

/** What tells a cluster from another one that answers under the same URL. */
export interface ClusterUid {
  /** null: it may not be, or cannot be read; then the URL alone tells. */
  readonly uid: string | null;
  readonly warnings: readonly string[];
}

/** The uid of the namespace that every cluster has, made once in its life: one request. */
export async function clusterUid(doors: Pick<Doors, "kubernetes">, signal: AbortSignal): Promise<ClusterUid> {
  try {
    const kubernetes = await doors.kubernetes();
    const path = apiPath("api", "v1", "namespaces", "kube-system");
    const { metadata } = await kubernetes.get<{ readonly metadata: { readonly uid: string } }>(path, signal);
    return { uid: metadata.uid, warnings: [] };
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    const why = error.code === "forbidden" ? "its namespace kube-system may not be read" : error.message;
    return { uid: null, warnings: [`the cluster is known by its URL alone: ${why}`] };
  }
}
