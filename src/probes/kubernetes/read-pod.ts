import type { Condition, ContainerStatus, Pod, TerminatedState } from "../../clients/kubernetes-objects/api-objects.ts";
import { apiTimeMs } from "../../clients/kubernetes-objects/api-time.ts";
import type { ConditionFact, ContainerFact, PodFact, Termination } from "./pod-fact.ts";

/** The facts of a pod; `revision` is that of its ReplicaSet. */
export function readPod({ metadata, spec, status }: Pod, revision: number | null): PodFact {
  const condition = (type: string) => readCondition(status?.conditions?.find((one) => one.type === type));
  return {
    name: metadata.name,
    hash: metadata.labels?.["pod-template-hash"] ?? null,
    revision,
    phase: status?.phase ?? "Unknown",
    createdAtMs: apiTimeMs(metadata.creationTimestamp),
    deletionDueAtMs: apiTimeMs(metadata.deletionTimestamp),
    finalizers: metadata.finalizers ?? [],
    node: spec?.nodeName ?? null,
    startedAtMs: apiTimeMs(status?.startTime),
    statusReason: status?.reason ?? null,
    statusMessage: status?.message ?? null,
    scheduled: condition("PodScheduled"),
    ready: condition("Ready"),
    containers: [
      ...(status?.initContainerStatuses ?? []).map((container) => readContainer(container, true)),
      ...(status?.containerStatuses ?? []).map((container) => readContainer(container, false)),
    ],
  };
}

function readCondition(condition: Condition | undefined): ConditionFact | null {
  if (condition === undefined) return null;
  return {
    holds: condition.status === "True",
    reason: condition.reason ?? null,
    message: condition.message ?? null,
    sinceMs: apiTimeMs(condition.lastTransitionTime),
  };
}

function readContainer(container: ContainerStatus, init: boolean): ContainerFact {
  const { state, lastState } = container;
  return {
    name: container.name,
    init,
    ready: container.ready === true,
    restartCount: container.restartCount ?? 0,
    waiting: state?.waiting
      ? { reason: state.waiting.reason ?? "Waiting", message: state.waiting.message ?? null }
      : null,
    runningSinceMs: apiTimeMs(state?.running?.startedAt),
    terminated: readTermination(state?.terminated),
    last: readTermination(lastState?.terminated),
  };
}

function readTermination(state: TerminatedState | null | undefined): Termination | null {
  if (!state) return null;
  return {
    reason: state.reason ?? "Terminated",
    exitCode: state.exitCode ?? null,
    finishedAtMs: apiTimeMs(state.finishedAt),
  };
}
