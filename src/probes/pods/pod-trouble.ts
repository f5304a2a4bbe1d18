import type { PodFact } from "../kubernetes/pod-fact.ts";
import type { Budgets } from "./budgets.ts";
import { crashing } from "./crashing.ts";
import { evicted } from "./evicted.ts";
import { initializing } from "./initializing.ts";
import { notReady } from "./not-ready.ts";
import { notStarted } from "./not-started.ts";
import { outOfMemory } from "./out-of-memory.ts";
import { stuckTerminating } from "./stuck-terminating.ts";
import type { PodRule, Trouble } from "./trouble.ts";
import { unschedulable } from "./unschedulable.ts";
import { waitingToStart } from "./waiting-to-start.ts";

/** For living pods, in this order: causes before what follows from them. */
const RULES: readonly PodRule[] = [
  unschedulable,
  waitingToStart,
  outOfMemory,
  crashing,
  initializing,
  notReady,
  notStarted,
];

/** The first rule that sees a trouble decides; null: none does. A pod that ended well, or is on its way out in time, has none. */
export function podTrouble(pod: PodFact, budgets: Budgets, nowMs: number): Trouble | null {
  if (pod.deletionDueAtMs !== null) return stuckTerminating(pod, budgets, nowMs);
  if (isEnded(pod)) return evicted(pod, budgets, nowMs);
  for (const rule of RULES) {
    const trouble = rule(pod, budgets, nowMs);
    if (trouble !== null) return trouble;
  }
  return null;
}

/** Finished or put out: it stays listed, and its controller no longer counts it. */
function isEnded({ phase }: PodFact): boolean {
  return phase === "Succeeded" || phase === "Failed";
}

/** Counts for its controller: neither ended nor told to go. */
export function isActive(pod: PodFact): boolean {
  return pod.deletionDueAtMs === null && !isEnded(pod);
}

/** Gets traffic. */
export function isReady(pod: PodFact): boolean {
  return isActive(pod) && pod.ready?.holds === true;
}
