import { release } from "../world/changes.ts";
import { registryImage } from "../world/images.ts";
import { NAMESPACE } from "../world/names.ts";
import type { Pod } from "../world/objects.ts";
import { terminatePod } from "../world/pod-deletion.ts";
import type { FaultStep } from "./fault.ts";
import { containerImage } from "./pod-facts.ts";

/** Whether the pod is one of the workload of this name. */
export function isOf(pod: Pod, workload: string): boolean {
  return pod.spec.containers[0]?.name === workload;
}

/** A release of a workload with another tag of its image. */
export function releaseTag(workload: string, tag: string, atMs: number): FaultStep {
  const image = registryImage(`${workload}:${tag}`);
  return { atMs, act: (world) => release(world, workload, { image, cause: `${workload} ${tag}` }) };
}

export function hasTag(pod: Pod, workload: string, tag: string): boolean {
  return containerImage(pod) === registryImage(`${workload}:${tag}`);
}

/** So many pods of a workload are deleted, as by drained nodes, and have to be replaced. */
export function replacePods(workload: string, count: number, atMs: number): FaultStep {
  return {
    atMs,
    act: (world) => {
      const pods = world.store.list("pods", NAMESPACE).filter((pod) => isOf(pod, workload));
      for (const pod of pods.slice(0, count)) terminatePod(world, pod);
    },
  };
}
