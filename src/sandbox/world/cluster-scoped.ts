import { newMetadata } from "./manifests.ts";
import type { Passive } from "./objects.ts";
import { timestamp } from "./time.ts";
import type { World } from "./world.ts";

/** An object without namespace. */
export function clusterScoped(world: World, kind: string, name: string, body: object): Passive {
  const { namespace: _, ...metadata } = newMetadata(world, kind, name);
  return {
    apiVersion: "v1",
    kind,
    metadata: {
      ...metadata,
      labels: { [kind === "Node" ? "kubernetes.io/hostname" : "kubernetes.io/metadata.name"]: name },
    },
    ...body,
  };
}

/** A ready node with room. */
export function nodeBody(world: World, number: number): object {
  const since = timestamp(world.nowMs);
  const condition = (type: string, status: string, reason: string): object => ({
    type,
    status,
    reason,
    message: `kubelet reports ${reason}`,
    lastHeartbeatTime: since,
    lastTransitionTime: since,
  });
  return {
    spec: { podCIDR: `10.42.${number}.0/24` },
    status: {
      capacity: { cpu: "8", memory: "32Gi", pods: "110" },
      allocatable: { cpu: "7800m", memory: "30Gi", pods: "110" },
      conditions: [
        condition("MemoryPressure", "False", "KubeletHasSufficientMemory"),
        condition("DiskPressure", "False", "KubeletHasNoDiskPressure"),
        condition("Ready", "True", "KubeletReady"),
      ],
      addresses: [
        { type: "InternalIP", address: `10.0.0.${10 + number}` },
        { type: "Hostname", address: `node-${number}` },
      ],
      nodeInfo: {
        kubeletVersion: "v1.35.3",
        osImage: "Sandbox",
        kernelVersion: "6.12",
        containerRuntimeVersion: "containerd://2.1.0",
      },
    },
  };
}
