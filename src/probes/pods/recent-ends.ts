import type { ContainerFact, PodFact, Termination } from "../kubernetes/pod-fact.ts";

export interface RecentEnd {
  readonly container: ContainerFact;
  readonly end: Termination;
}

/**
 * How the pod's containers ended inside the window, or what they are held back for now however long ago it was: a back-off may last longer than
 * the window. An init container that did its work has not ended badly. An end whose time is unknown counts only in a back-off.
 */
export function recentEnds(pod: PodFact, windowMs: number, nowMs: number): readonly RecentEnd[] {
  return pod.containers.flatMap((container) =>
    [container.terminated, container.last].flatMap((end) => {
      if (end === null || (container.init && end.exitCode === 0)) return [];
      const recent = end.finishedAtMs !== null && end.finishedAtMs >= nowMs - windowMs;
      return recent || container.waiting?.reason === "CrashLoopBackOff" ? [{ container, end }] : [];
    }),
  );
}

/** A pod that is not ready suffers since it is not; one that got up again, since its end. */
export function brokenSinceMs(pod: PodFact, end: Termination | null): number | null {
  if (pod.ready?.holds === false) return pod.ready.sinceMs ?? end?.finishedAtMs ?? null;
  return end?.finishedAtMs ?? pod.createdAtMs;
}
