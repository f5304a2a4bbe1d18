/** One pod as the cluster describes it: times in milliseconds since the epoch, nothing judged. */
export interface PodFact {
  readonly name: string;
  /** Of its ReplicaSet (`pod-template-hash`); null for a pod without one. */
  readonly hash: string | null;
  readonly revision: number | null;
  readonly phase: string;
  readonly createdAtMs: number | null;
  /** When it was to be gone, its grace period included; null while nobody deletes it. */
  readonly deletionDueAtMs: number | null;
  readonly finalizers: readonly string[];
  readonly node: string | null;
  readonly startedAtMs: number | null;
  /** The status's own reason, e.g. Evicted. */
  readonly statusReason: string | null;
  readonly statusMessage: string | null;
  readonly scheduled: ConditionFact | null;
  readonly ready: ConditionFact | null;
  /** Init containers first. */
  readonly containers: readonly ContainerFact[];
}

export interface ConditionFact {
  readonly holds: boolean;
  readonly reason: string | null;
  readonly message: string | null;
  readonly sinceMs: number | null;
}

export interface ContainerFact {
  readonly name: string;
  readonly init: boolean;
  readonly ready: boolean;
  readonly restartCount: number;
  readonly waiting: { readonly reason: string; readonly message: string | null } | null;
  readonly runningSinceMs: number | null;
  readonly terminated: Termination | null;
  /** The end of its life before the present one. */
  readonly last: Termination | null;
}

export interface Termination {
  readonly reason: string;
  readonly exitCode: number | null;
  readonly finishedAtMs: number | null;
}
