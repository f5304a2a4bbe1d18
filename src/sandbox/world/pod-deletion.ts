import type { Pod } from "./objects.ts";
import { findPod, podEvent } from "./pod-steps.ts";
import { SECOND_MS, timestamp } from "./time.ts";
import type { World } from "./world.ts";

/** terminationGracePeriodSeconds of all pods here. */
const GRACE_SECONDS = 30;

/** Deletes a pod as a DELETE does: Terminating while its container stops, at once when it never had a node. */
export function terminatePod(world: World, pod: Pod): void {
  if (pod.metadata.deletionTimestamp !== undefined) {
    return;
  }
  const runtime = world.runtimes.get(pod.metadata.uid);
  const stop = (): void => {
    const found = findPod(world, pod.metadata.uid);
    world.runtimes.delete(pod.metadata.uid);
    if (found !== undefined) {
      world.store.remove("pods", found.pod);
    }
  };
  if (runtime?.node === undefined) {
    world.store.remove("pods", pod);
    world.runtimes.delete(pod.metadata.uid);
    return;
  }
  const deletionTimestamp = timestamp(world.nowMs + GRACE_SECONDS * SECOND_MS);
  const metadata = { ...pod.metadata, deletionTimestamp, deletionGracePeriodSeconds: GRACE_SECONDS };
  world.store.put("pods", { ...pod, metadata });
  podEvent(world, pod, "Normal", "Killing", `Stopping container ${pod.spec.containers[0]?.name ?? ""}`);
  world.agenda.at(world.nowMs + (runtime.runningSinceMs === undefined ? 200 : world.random.between(800, 2500)), stop);
}
