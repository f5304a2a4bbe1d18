import type { PodFact } from "../kubernetes/pod-fact.ts";
import type { Budgets } from "./budgets.ts";

/** What a pod suffers from; conditions of runbooks count pods by it. */
export type TroubleKind =
  | "terminating"
  | "evicted"
  | "unschedulable"
  | "imageUnavailable"
  | "configurationUnavailable"
  | "notStarted"
  | "outOfMemory"
  | "crashing"
  | "notReady";

export interface Trouble {
  readonly kind: TroubleKind;
  /** The cluster's own word, e.g. CrashLoopBackOff. */
  readonly reason: string;
  /** Since when, as far as the pod's status tells, milliseconds since the epoch. */
  readonly sinceMs: number | null;
  /** The cluster's own sentence, or what it stands for; null where there is none. */
  readonly message: string | null;
}

/** One rule of the pod verdict: the trouble that it sees, or null. */
export type PodRule = (pod: PodFact, budgets: Budgets, nowMs: number) => Trouble | null;
