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

/**
 * When the present revision began. A template that runs for the first time began when its ReplicaSet was created. One that an undo brought back
 * did not: then it is the earliest of the records that are younger than the revision before, namely the births of its pods and the Deployment's
 * progress. Its template's `restartedAt` is none of them: it is as old as the ReplicaSet. null where nothing tells.
 */
export function changedAt(current: Revision, { deployment, revisions, births }: RolloutFacts): ChangedAt {
  const undone = current.firstNumber !== current.number;
  if (!undone && current.createdAtMs !== null)
    return { atMs: current.createdAtMs, by: "its ReplicaSet was created then" };
  const { earliestMs: afterMs } = beginBounds(current, revisions);
  const hash = current.replicaSet.metadata.labels?.["pod-template-hash"] ?? null;
  const own = births.filter((birth) => birth.hash === hash).map((birth) => birth.createdAtMs);
  // Times are whole seconds: what was born in the second of a release may well have been there before it.
  const possible = [...own, progressedAtMs(deployment)].filter((time) => time !== null && time > (afterMs ?? 0));
  const atMs = earliestMs(possible);
  if (atMs === null) return { atMs: null, by: "the cluster keeps no record of it" };
  const by = own.includes(atMs) ? "its first pod was born then" : "the Deployment moved then";
  return { atMs, by: undone ? `it was brought back by an undo; ${by}` : by };
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
