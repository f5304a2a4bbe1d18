import { openDoors } from "../../src/clients/open-doors.ts";
import type { Doors } from "../../src/clients/doors.ts";
import type { Address } from "../../src/core/environment/environment.ts";
import { bareEnvironment } from "../../src/core/environment/environment.ts";
import { portForwardRules } from "./cluster/access-rules.ts";
import {
  badRollout,
  badRolloutReady,
  crashLoop,
  imageUnavailable,
  kvDown,
  outOfMemoryRelease,
  scaledToZero,
  unschedulable,
} from "./platform/faults.ts";
import { startPlatform, type Platform } from "./platform/platform.ts";
import { sharedCluster } from "./cluster-from-injected.ts";
import type { ProbeWorld, Situation } from "../contract/probes-world.ts";

/** Brings the platform into the situation, and waits until it shows. */
const STRIKES: Readonly<Record<Situation, (platform: Platform) => Promise<unknown>>> = {
  healthy: async () => {},
  "bad-rollout": badRollout,
  "bad-rollout-ready": badRolloutReady,
  "crash-loop": crashLoop,
  "image-unavailable": imageUnavailable,
  "out-of-memory": outOfMemoryRelease,
  unschedulable,
  "kv-store-down": kvDown,
  "scaled-to-zero": scaledToZero,
};

export interface LabWorld extends ProbeWorld {
  readonly platform: Platform;
}

/** The lab's platform in a situation, seen by a view-only user who may forward ports. */
export async function labWorld(situation: Situation): Promise<LabWorld> {
  const platform = await startPlatform(sharedCluster());
  await STRIKES[situation](platform);
  const doors = await viewerDoors(platform, {
    "kv-store": { service: "kv-store", port: 8080, via: "port-forward" },
    "kv-store-replica": { service: "kv-store-replica", port: 8080, via: "port-forward" },
    direct: { url: platform.kv.primary.url },
  });
  return {
    platform,
    doors,
    now: () => Date.now(),
    forwards: true,
    close: async () => {
      await doors.close();
      await platform.close();
    },
  };
}

async function viewerDoors(
  { cluster, namespace }: Platform,
  endpoints: Readonly<Record<string, Address>>,
): Promise<Doors> {
  const [kubeconfig] = await Promise.all([
    cluster.kubeconfigFor("viewer", namespace),
    cluster.grant(namespace, "viewer", portForwardRules),
  ]);
  return openDoors({ ...bareEnvironment("lab"), kubernetes: { kubeconfig }, endpoints }, { env: {} });
}
