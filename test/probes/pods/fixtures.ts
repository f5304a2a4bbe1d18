import type { ContainerFact, PodFact, Termination } from "../../../src/probes/kubernetes/pod-fact.ts";
import type { Budgets } from "../../../src/probes/pods/budgets.ts";
import type { PodsFacts } from "../../../src/probes/pods/pods-facts.ts";

export const NOW = Date.UTC(2026, 10, 22, 3, 10, 0);
export const SECOND = 1_000;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;

/** The design's budgets. */
export const budgets: Budgets = {
  graceMs: 120 * SECOND,
  startupMs: 60 * SECOND,
  windowMs: 10 * MINUTE,
  terminationSlackMs: 30 * SECOND,
};

export function container(fields: Partial<ContainerFact> = {}): ContainerFact {
  return {
    name: "api",
    init: false,
    ready: false,
    restartCount: 0,
    waiting: null,
    runningSinceMs: null,
    terminated: null,
    last: null,
    ...fields,
  };
}

export function ended(agoMs: number, reason = "Error", exitCode = 1): Termination {
  return { reason, exitCode, finishedAtMs: NOW - agoMs };
}

export const waiting = (reason: string) => ({ reason, message: null });

/** A pod that has run well for an hour, but for what is said. */
export function pod(fields: Partial<PodFact> = {}): PodFact {
  return {
    name: "feature-api-6c7d-x2x4z",
    hash: "6c7d",
    revision: 14,
    phase: "Running",
    createdAtMs: NOW - HOUR,
    deletionDueAtMs: null,
    finalizers: [],
    node: "node-1",
    startedAtMs: NOW - HOUR,
    statusReason: null,
    statusMessage: null,
    scheduled: { holds: true, reason: null, message: null, sinceMs: NOW - HOUR },
    ready: { holds: true, reason: null, message: null, sinceMs: NOW - HOUR + 5 * SECOND },
    containers: [container({ ready: true, runningSinceMs: NOW - HOUR })],
    ...fields,
  };
}

export const unready = (agoMs: number) => ({
  holds: false,
  reason: "ContainersNotReady",
  message: null,
  sinceMs: NOW - agoMs,
});

/** A pod that is not ready for `agoMs` and whose one container is so. */
export function sick(agoMs: number, fields: Partial<ContainerFact>, more: Partial<PodFact> = {}): PodFact {
  return pod({ ready: unready(agoMs), containers: [container(fields)], ...more });
}

export function facts(pods: readonly PodFact[], fields: Partial<PodsFacts> = {}): PodsFacts {
  return {
    desired: pods.length,
    revisions: [
      { revision: 14, hash: "6c7d" },
      { revision: 13, hash: "5b8f" },
    ],
    pods,
    movedAtMs: NOW - HOUR,
    available: false,
    ...fields,
  };
}
