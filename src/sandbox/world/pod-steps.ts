import { recordEvent } from "./cluster-events.ts";
import type { Pod } from "./objects.ts";
import { type PodRuntime, renderStatus } from "./pod-runtime.ts";
import type { World } from "./world.ts";

/** A pod that its kubelet knows. */
export function findPod(world: World, uid: string): { pod: Pod; runtime: PodRuntime } | undefined {
  const runtime = world.runtimes.get(uid);
  for (const pod of world.store.values("pods")) {
    if (pod.metadata.uid === uid && runtime !== undefined) {
      return { pod, runtime };
    }
  }
  return undefined;
}

/** Does `step` after a delay, unless the pod is gone, terminating, or its fate turned meanwhile. */
export function later(world: World, uid: string, delayMs: number, step: (pod: Pod, runtime: PodRuntime) => void): void {
  const epoch = world.runtimes.get(uid)?.epoch;
  world.agenda.at(world.nowMs + delayMs, () => {
    const found = findPod(world, uid);
    if (found !== undefined && found.runtime.epoch === epoch && found.pod.metadata.deletionTimestamp === undefined) {
      step(found.pod, found.runtime);
    }
  });
}

/** Writes what the kubelet now knows into the pod's status. */
export function report(world: World, pod: Pod, runtime: PodRuntime): void {
  world.store.put("pods", { ...pod, status: renderStatus(pod, runtime) });
}

export function setReady(world: World, runtime: PodRuntime, ready: boolean): void {
  if (runtime.ready !== ready) {
    runtime.ready = ready;
    runtime.readyChangedAtMs = world.nowMs;
  }
}

/** Records an event of the kubelet about a pod. */
export function podEvent(world: World, pod: Pod, type: "Normal" | "Warning", reason: string, message: string): void {
  recordEvent(world, pod, type, reason, message, "kubelet");
}
