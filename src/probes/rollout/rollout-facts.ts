import type { KubernetesClient } from "../../clients/kubernetes-client.ts";
import type { Deployment } from "../../clients/kubernetes-objects/api-objects.ts";
import { apiTimeMs } from "../../clients/kubernetes-objects/api-time.ts";
import { revisionsOf, type Revision } from "../../clients/kubernetes-objects/revisions.ts";
import { readWorkload } from "../kubernetes/read-workload.ts";

/** A Deployment, the history that its ReplicaSets keep, and its pods' births. */
export interface RolloutFacts {
  readonly deployment: Deployment;
  /** Newest first. */
  readonly revisions: readonly Revision[];
  readonly births: readonly { readonly hash: string | null; readonly createdAtMs: number }[];
}

/** Rejects with ClientError. */
export async function gatherRollout(
  kubernetes: KubernetesClient,
  name: string,
  signal: AbortSignal,
): Promise<RolloutFacts> {
  const { deployment, replicaSets, pods } = await readWorkload(kubernetes, name, signal);
  return {
    deployment,
    revisions: revisionsOf(replicaSets),
    births: pods.flatMap(({ metadata }) => {
      const createdAtMs = apiTimeMs(metadata.creationTimestamp);
      return createdAtMs === null ? [] : [{ hash: metadata.labels?.["pod-template-hash"] ?? null, createdAtMs }];
    }),
  };
}
