import type { Deployment, Labels, ReplicaSet } from "./objects.ts";
import { templateIdentity } from "./pod-template.ts";
import type { World } from "./world.ts";

export const REVISION = "deployment.kubernetes.io/revision";
const REVISION_HISTORY = "deployment.kubernetes.io/revision-history";
const DESIRED_REPLICAS = "deployment.kubernetes.io/desired-replicas";
const MAX_REPLICAS = "deployment.kubernetes.io/max-replicas";

/** Annotations that stay where they are when the controller copies a Deployment's to its ReplicaSet. */
const NOT_COPIED = new Set([
  "kubectl.kubernetes.io/last-applied-configuration",
  REVISION,
  REVISION_HISTORY,
  DESIRED_REPLICAS,
  MAX_REPLICAS,
  "deprecated.deployment.rollback.to",
]);

export function revisionOf(object: { metadata: { annotations?: Labels } }): number {
  return Number(object.metadata.annotations?.[REVISION] ?? 0);
}

/** The ReplicaSets of a Deployment, oldest first. */
export function replicaSetsOf(world: World, deployment: Deployment): ReplicaSet[] {
  const owned: ReplicaSet[] = [];
  for (const set of world.store.values("replicasets")) {
    if (set.metadata.ownerReferences?.[0]?.uid === deployment.metadata.uid) {
      owned.push(set);
    }
  }
  return owned.sort(
    (left, right) =>
      left.metadata.creationTimestamp.localeCompare(right.metadata.creationTimestamp) ||
      revisionOf(left) - revisionOf(right),
  );
}

/** The one whose template is the Deployment's. */
export function currentSet(deployment: Deployment, sets: readonly ReplicaSet[]): ReplicaSet | undefined {
  const wanted = templateIdentity(deployment.spec.template);
  return sets.find((set) => templateIdentity(set.spec.template) === wanted);
}

/** A ReplicaSet's annotations for a revision: the Deployment's, its own revision, and those that it had before. */
export function annotationsFor(deployment: Deployment, revision: number, surge: number, before: Labels = {}): Labels {
  const copied = Object.entries(deployment.metadata.annotations ?? {}).filter(([key]) => !NOT_COPIED.has(key));
  const old = before[REVISION];
  const history = [before[REVISION_HISTORY], old].filter((part) => part !== undefined && part !== "").join(",");
  return {
    ...before,
    ...Object.fromEntries(copied),
    ...(old !== undefined && old !== String(revision) ? { [REVISION_HISTORY]: history } : {}),
    [REVISION]: String(revision),
    [DESIRED_REPLICAS]: String(deployment.spec.replicas),
    [MAX_REPLICAS]: String(deployment.spec.replicas + surge),
  };
}
