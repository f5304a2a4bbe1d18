import type { KubernetesClient } from "../../clients/kubernetes-client.ts";
import type { Deployment } from "../../clients/kubernetes-objects/api-objects.ts";
import { apiTimeMs } from "../../clients/kubernetes-objects/api-time.ts";
import { configurationReferences } from "../../clients/kubernetes-objects/configuration-references.ts";
import { configurationTimes, type ConfigurationTime } from "../../clients/kubernetes-objects/configuration-times.ts";
import { revisionsOf, type Revision } from "../../clients/kubernetes-objects/revisions.ts";
import { readWorkload } from "../kubernetes/read-workload.ts";

/** A Deployment, the history that its ReplicaSets keep, and its pods' births. */
export interface RolloutFacts {
  readonly deployment: Deployment;
  /** Newest first. */
  readonly revisions: readonly Revision[];
  readonly births: readonly { readonly hash: string | null; readonly createdAtMs: number }[];
  /** What the present template reads its configuration from; the data itself is never asked for. */
  readonly configuration: readonly ConfigurationTime[];
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
    configuration: await readConfiguration(kubernetes, deployment, signal),
  };
}

/** More are not asked for: one request each. */
const CONFIGURATIONS_READ = 20;

async function readConfiguration(
  kubernetes: KubernetesClient,
  { spec }: Deployment,
  signal: AbortSignal,
): Promise<readonly ConfigurationTime[]> {
  const references = configurationReferences(spec.template);
  const unasked = references.slice(CONFIGURATIONS_READ).map((reference) => ({
    ...reference,
    changedAtMs: null,
    problem: `only ${CONFIGURATIONS_READ} are looked at`,
  }));
  const asked = references.slice(0, CONFIGURATIONS_READ);
  return [...(await configurationTimes(kubernetes, kubernetes.namespace, asked, signal)), ...unasked];
}
