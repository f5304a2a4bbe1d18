import { apiTimeMs } from "./api-time.ts";
import type { ReplicaSet } from "./api-objects.ts";

const REVISION = "deployment.kubernetes.io/revision";
const HISTORY = "deployment.kubernetes.io/revision-history";

/** One revision of a Deployment, as its ReplicaSet keeps it. */
export interface Revision {
  readonly number: number;
  readonly replicaSet: ReplicaSet;
  /** The number under which this template ran first: an undo uses an old ReplicaSet again, under a new number. */
  readonly firstNumber: number;
  readonly createdAtMs: number | null;
}

/** Newest first. A ReplicaSet without a number is not yet, or no more, part of the history. */
export function revisionsOf(replicaSets: readonly ReplicaSet[]): readonly Revision[] {
  return replicaSets
    .flatMap((replicaSet) => {
      const annotations = replicaSet.metadata.annotations ?? {};
      const number = Number(annotations[REVISION]);
      if (!Number.isSafeInteger(number) || number < 1) return [];
      const former = (annotations[HISTORY] ?? "").split(",").map(Number);
      const numbers = [...former.filter((n) => Number.isSafeInteger(n) && n >= 1), number];
      const createdAtMs = apiTimeMs(replicaSet.metadata.creationTimestamp);
      return [{ number, replicaSet, firstNumber: Math.min(...numbers), createdAtMs }];
    })
    .sort((a, b) => b.number - a.number);
}
