import type { Cluster } from "../cluster/cluster.ts";
import type { Fate } from "../cluster/fates.ts";
import { startHealthServer, type HealthServer } from "../health-server.ts";
import { waitUntil } from "../process/wait-until.ts";
import {
  autoscaler,
  disruptionBudget,
  featureApi,
  featureApiDeployment,
  kvPodPorts,
  kvPrimary,
  kvReplica,
  kvStore,
  surroundings,
} from "./manifests.ts";
import { readyEndpoints } from "./ready-endpoints.ts";

/** The design's platform in a namespace of its own. */
export type Platform = {
  readonly cluster: Cluster;
  readonly namespace: string;
  readonly replicas: number;
  /** What a port-forward to a primary pod, and to a replica pod, reaches; also by its URL. */
  readonly kv: { readonly primary: HealthServer; readonly replica: HealthServer };
  readonly close: () => Promise<void>;
};

const defaultReplicas = 4;
/** Of the KV store, of either role. */
const kvReplicas = 2;

export type PlatformOptions = {
  /** Replicas of feature-api; 4 unless said. */
  readonly replicas?: number;
  /** 2: releases 2.3.9 and 2.4.0, so there is something to go back to. 1: only 2.4.0. */
  readonly releases?: 1 | 2;
  /** The fate of the current release; anything but `ready` is not waited for. */
  readonly fate?: Fate;
  readonly progressDeadlineSeconds?: number;
  readonly oldRestarts?: number;
  readonly minAvailable?: number;
  readonly autoscale?: { readonly min: number; readonly max: number };
};

/** Sets up the platform and waits until it is healthy; takes about two seconds. */
export async function startPlatform(cluster: Cluster, options: PlatformOptions = {}): Promise<Platform> {
  const namespace = await cluster.createNamespace("ml");
  const [primary, replica] = await Promise.all([startHealthServer(), startHealthServer()]);
  const close = async (): Promise<void> => {
    await Promise.all([primary.close(), replica.close()]);
  };
  try {
    const ports = new Map([
      [kvPodPorts.primary, primary.port],
      [kvPodPorts.replica, replica.port],
    ]);
    await Promise.all([cluster.forwardPods(namespace, ports), deploy(cluster, namespace, options)]);
  } catch (error) {
    await close();
    throw error;
  }
  const { replicas = defaultReplicas } = options;
  return { cluster, namespace, replicas, kv: { primary, replica }, close };
}

async function deploy(cluster: Cluster, namespace: string, options: PlatformOptions): Promise<void> {
  const { replicas = defaultReplicas, releases = 2, fate = "ready" } = options;
  const { minAvailable, autoscale, progressDeadlineSeconds, oldRestarts } = options;
  const around = [
    ...surroundings(namespace),
    ...kvStore(namespace, kvReplicas),
    ...(minAvailable === undefined ? [] : [disruptionBudget(namespace, minAvailable)]),
    ...(autoscale === undefined ? [] : [autoscaler(namespace, autoscale.min, autoscale.max)]),
  ];
  const current = featureApiDeployment(namespace, {
    tag: "2.4.0",
    replicas,
    fate,
    progressDeadlineSeconds,
    oldRestarts,
  });
  if (releases === 2) {
    // Without pods, for speed: what counts is that the controller keeps it as revision 1.
    const first = featureApiDeployment(namespace, { tag: "2.3.9", replicas: 0 });
    await cluster.apply([...around, first]);
    await waitUntil("revision 1 of feature-api", async () => {
      const path = `/apis/apps/v1/namespaces/${namespace}/replicasets?labelSelector=app%3D${featureApi}`;
      return (await cluster.get<{ items: unknown[] }>(path)).items.length > 0;
    });
    await cluster.apply([current]);
  } else {
    await cluster.apply([...around, current]);
  }
  const awaited = [kvPrimary, kvReplica, ...(fate === "ready" ? [featureApi] : [])];
  await Promise.all(awaited.map((name) => rolledOut(cluster, namespace, name)));
  // The controller of EndpointSlices sees by itself which pods are ready, and may come later.
  await Promise.all(
    ["kv-store", "kv-store-replica"].map((service) =>
      waitUntil(`${kvReplicas} ready endpoints of ${service}`, async () => {
        return (await readyEndpoints({ cluster, namespace }, service)) === kvReplicas;
      }),
    ),
  );
}

/** Waits until a Deployment is rolled out, by the rules of `kubectl rollout status`. */
export async function rolledOut(cluster: Cluster, namespace: string, deployment: string): Promise<void> {
  type Deployment = {
    metadata: { generation: number };
    spec: { replicas: number };
    status: Readonly<Record<string, number | undefined>>;
  };
  await waitUntil(`${deployment} to be rolled out`, async () => {
    const path = `/apis/apps/v1/namespaces/${namespace}/deployments/${deployment}`;
    const { metadata, spec, status } = await cluster.get<Deployment>(path);
    const updated = status["updatedReplicas"] ?? 0;
    return (
      (status["observedGeneration"] ?? 0) >= metadata.generation &&
      updated === spec.replicas &&
      (status["replicas"] ?? 0) === updated &&
      (status["availableReplicas"] ?? 0) === updated
    );
  });
}
