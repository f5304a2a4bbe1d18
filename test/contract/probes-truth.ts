import { isDeepStrictEqual } from "node:util";
import type { Doors } from "../../src/clients/doors.ts";
import { apiPath } from "../../src/clients/kubernetes-client.ts";

/** What the cluster itself counts, by its controllers' own status fields: another road than the probes', which count pods. */
export interface Truth {
  readonly desired: number;
  readonly total: number;
  readonly ready: number;
  readonly revision: number;
  /** Numbers of the revisions that are kept, newest first. */
  readonly revisions: readonly number[];
  /** Of those that have pods: revision → pods, ready ones. */
  readonly pods: Readonly<Record<string, readonly [pods: number, ready: number]>>;
}

interface Kept {
  metadata: { uid: string; annotations?: Record<string, string>; ownerReferences?: { uid: string }[] };
  status: { replicas?: number; readyReplicas?: number };
}

const REVISION = "deployment.kubernetes.io/revision";

export async function clusterTruth(doors: Doors, deployment: string): Promise<Truth> {
  const kubernetes = await doors.kubernetes();
  const signal = AbortSignal.timeout(20_000);
  const at = (plural: string, ...name: string[]) =>
    apiPath("apis", "apps", "v1", "namespaces", kubernetes.namespace, plural, ...name);
  const { metadata, spec, status } = await kubernetes.get<Kept & { spec: { replicas: number } }>(
    at("deployments", deployment),
    signal,
  );
  const all = await kubernetes.list<Kept>(at("replicasets"), {}, signal);
  const own = all.filter((set) => set.metadata.ownerReferences?.some(({ uid }) => uid === metadata.uid));
  const numberOf = (set: Kept) => Number(set.metadata.annotations?.[REVISION]);
  const withPods = own.filter((set) => (set.status.replicas ?? 0) > 0);
  return {
    desired: spec.replicas,
    total: status.replicas ?? 0,
    ready: status.readyReplicas ?? 0,
    revision: Number(metadata.annotations?.[REVISION]),
    revisions: own.map(numberOf).sort((a, b) => b - a),
    pods: Object.fromEntries(
      withPods.map(
        (set) => [String(numberOf(set)), [set.status.replicas ?? 0, set.status.readyReplicas ?? 0]] as const,
      ),
    ),
  };
}

/** A look between two equal truths, so that nothing moved under it. */
export async function whileSteady<T>(
  truth: () => Promise<Truth>,
  look: () => Promise<T>,
): Promise<{ truth: Truth; seen: T }> {
  for (let attempt = 0; attempt < 40; attempt += 1) {
    const before = await truth();
    const seen = await look();
    if (isDeepStrictEqual(before, await truth())) return { truth: before, seen };
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error("the cluster does not come to rest");
}
