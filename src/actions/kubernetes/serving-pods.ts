import { apiTimeMs } from "../../clients/kubernetes-objects/api-time.ts";
import type { DeploymentScene } from "./deployment-scene.ts";
import type { Pod } from "./objects.ts";
import { plural } from "./plural.ts";
import { isReady, readySinceMs } from "./pod-readiness.ts";

/** The kubelet forgets a crash loop after ten minutes without a crash; until then a container that runs may be between two. */
const FORGOTTEN_MS = 600_000;

/** Pods that can be relied on to serve, and the ready ones that cannot. */
export interface Serving {
  readonly pods: readonly Pod[];
  /** What to say of ready pods that are not counted; none: there are none. */
  readonly lines: readonly string[];
}

/**
 * Ready alone is a moment: what crashes is ready in between. Not counted is a pod that ended within ten minutes; one that became ready within them, where
 * another of its release ended so; and one that its Deployment does not call available yet (`minReadySeconds`).
 */
export function servingPods({ deployment, pods, readAtMs }: DeploymentScene): Serving {
  const crashed = pods.filter((pod) => hasCrashed(pod, readAtMs));
  const condemned = new Set(crashed.map(releaseOf));
  const availableMs = (deployment.spec.minReadySeconds ?? 0) * 1_000;
  const ready = pods.filter(isReady);
  const serving = ready.filter((pod) => {
    if (crashed.includes(pod)) return false;
    const readyMs = readyForMs(pod, readAtMs);
    return readyMs >= availableMs && (readyMs >= FORGOTTEN_MS || !condemned.has(releaseOf(pod)));
  });
  const left = ready.length - serving.length;
  const young = availableMs === 0 ? "" : `, or ready for less than ${availableMs / 1_000} s`;
  return {
    pods: serving,
    lines:
      left === 0
        ? []
        : [`not counted: ${plural(left, "ready pod")} of a release that crashed in the last 10 min${young}`],
  };
}

function hasCrashed(pod: Pod, nowMs: number): boolean {
  return (pod.status?.containerStatuses ?? []).some(({ restartCount = 0, state, lastState }) => {
    if (state?.waiting?.reason === "CrashLoopBackOff") return true;
    const ends = [state?.terminated, lastState?.terminated].flatMap((end) => (end ? [apiTimeMs(end.finishedAt)] : []));
    const known = ends.filter((end) => end !== null);
    if (known.length > 0) return known.some((endedMs) => nowMs - endedMs < FORGOTTEN_MS);
    // It ended, and nobody says when.
    return restartCount > 0 && readyForMs(pod, nowMs) < FORGOTTEN_MS;
  });
}

/** Where the API does not say since when, it is not known to be long. */
function readyForMs(pod: Pod, nowMs: number): number {
  const sinceMs = readySinceMs(pod);
  return sinceMs === null ? 0 : Math.max(0, nowMs - sinceMs);
}

function releaseOf({ metadata }: Pod): string | undefined {
  return metadata.ownerReferences?.find(({ kind }) => kind === "ReplicaSet")?.uid;
}
