import type { Condition, Deployment } from "../../clients/kubernetes-objects/api-objects.ts";
import { apiTimeMs } from "../../clients/kubernetes-objects/api-time.ts";
import { beginBounds } from "../../clients/kubernetes-objects/revision-begin.ts";
import type { Revision } from "../../clients/kubernetes-objects/revisions.ts";
import { earliestMs } from "../moment.ts";
import type { RolloutFacts } from "./rollout-facts.ts";

export interface ChangedAt {
  readonly atMs: number | null;
  /** Which record tells it, in words. */
  readonly by: string;
}

const RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";

/**
 * When the present revision began. A template that runs for the first time began when its ReplicaSet was created. One that an undo brought back
 * did not: then it is the earliest of the records that are younger than the revision before, namely the births of its pods, the Deployment's
 * progress and the template's own `restartedAt`. null where nothing tells.
 */
export function changedAt(current: Revision, { deployment, revisions, births }: RolloutFacts): ChangedAt {
  if (current.firstNumber === current.number && current.createdAtMs !== null)
    return { atMs: current.createdAtMs, by: "its ReplicaSet was created then" };
  const { earliestMs: notBeforeMs } = beginBounds(current, revisions);
  const hash = current.replicaSet.metadata.labels?.["pod-template-hash"] ?? null;
  const own = births.filter((birth) => birth.hash === hash).map((birth) => birth.createdAtMs);
  const possible = [...own, progressedAtMs(deployment), restartedAtMs(deployment)].filter(
    (time) => time !== null && (notBeforeMs === null || time >= notBeforeMs),
  );
  const atMs = earliestMs(possible);
  if (atMs === null) return { atMs: null, by: "the cluster keeps no record of it" };
  const by = own.includes(atMs) ? "its first pod was born then" : "the Deployment moved then";
  return { atMs, by: `it was brought back by an undo; ${by}` };
}

/** When the rollout of the present revision was complete, by the Deployment's condition; null while it is not. */
export function completedAtMs(deployment: Deployment): number | null {
  const condition = progressing(deployment);
  return condition?.reason === "NewReplicaSetAvailable" ? apiTimeMs(condition.lastUpdateTime) : null;
}

function progressedAtMs(deployment: Deployment): number | null {
  return apiTimeMs(progressing(deployment)?.lastUpdateTime);
}

function progressing({ status }: Deployment): Condition | undefined {
  return status?.conditions?.find((condition) => condition.type === "Progressing");
}

function restartedAtMs({ spec }: Deployment): number | null {
  const { metadata } = spec.template as { metadata?: { annotations?: Record<string, string> | null } | null };
  return apiTimeMs(metadata?.annotations?.[RESTARTED_AT]);
}
