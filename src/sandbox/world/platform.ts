import { uuidFrom } from "../random.ts";
import { makeReplicaSet } from "./deployment-controller.ts";
import { withManager } from "./field-managers.ts";
import { deploymentManifest, newMetadata, passive, serviceManifest, type Workload } from "./manifests.ts";
import { NAMESPACE, SYSTEM_NAMESPACE } from "./names.ts";
import type { Passive } from "./objects.ts";
import type { Resource, Stored } from "./store.ts";
import { timestamp } from "./time.ts";
import type { World } from "./world.ts";

const IMAGES = "registry.example";

/** The image of a version of the feature API. */
export function featureApiImage(version: string): string {
  return `${IMAGES}/feature-api:${version}`;
}

/** What a fault may set differently from the start. */
export interface PlatformOptions {
  readonly featureApi?: Partial<Workload>;
}

function clusterScoped(world: World, kind: string, name: string, body: object): Passive {
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

function nodeBody(world: World, number: number): object {
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

const FEATURE_API: Workload = {
  name: "feature-api",
  labels: { app: "feature-api" },
  image: featureApiImage("2.3.0"),
  port: 8080,
  replicas: 4,
  configMap: "feature-api",
  env: { KV_URL: "http://kv-store:8080", LOG_LEVEL: "info", SCHEMA_REGISTRY: "http://schema-registry:8081" },
};

function keyValueStore(role: "primary" | "replica"): Workload {
  return {
    name: `kv-store-${role}`,
    container: "kv-store",
    labels: { app: "kv-store", role },
    image: `${IMAGES}/kv-store:7.2.1`,
    port: 8080,
    replicas: 3,
    env: { ROLE: role },
  };
}

/** Two revisions from before the world began, kept for history. */
function olderRevisions(world: World, workload: Workload): void {
  for (const [revision, version] of [
    [9, "2.1.3"],
    [10, "2.2.0"],
  ] as const) {
    const deployment = deploymentManifest(world, { ...workload, image: featureApiImage(version) });
    world.store.put("replicasets", makeReplicaSet(world, deployment, revision));
  }
}

/** Stores an object as `kubectl apply` would have created it. */
function install<K extends Resource>(world: World, resource: K, object: Stored[K]): void {
  const metadata = withManager(undefined, object, { manager: "kubectl-client-side-apply" }, world.nowMs);
  world.store.put(resource, { ...object, metadata });
}

/** The ML platform as it is first installed: nodes, the feature API and the KV store behind it. */
export function installPlatform(world: World, options: PlatformOptions): void {
  const { store } = world;
  for (const name of ["default", "kube-node-lease", "kube-public", SYSTEM_NAMESPACE, NAMESPACE]) {
    const body = { spec: { finalizers: ["kubernetes"] }, status: { phase: "Active" } };
    store.put("namespaces", clusterScoped(world, "Namespace", name, body));
  }
  for (const number of [1, 2, 3]) {
    store.put("nodes", clusterScoped(world, "Node", `node-${number}`, nodeBody(world, number)));
  }
  install(world, "services", serviceManifest(world, "feature-api", { app: "feature-api" }, 80, 8080));
  install(world, "services", serviceManifest(world, "kv-store", { app: "kv-store", role: "primary" }, 8080, 8080));
  install(
    world,
    "services",
    serviceManifest(world, "kv-store-replica", { app: "kv-store", role: "replica" }, 8080, 8080),
  );
  const data = {
    "feature-groups.yaml": "groups: [user_booking, listing_quality, search_context]\n",
    "cache.ttl": "90s",
  };
  install(world, "configmaps", passive(world, "v1", "ConfigMap", "feature-api", { data }));
  const featureApi = { ...FEATURE_API, ...options.featureApi };
  olderRevisions(world, featureApi);
  install(world, "deployments", deploymentManifest(world, featureApi));
  install(world, "deployments", deploymentManifest(world, keyValueStore("primary")));
  install(world, "deployments", deploymentManifest(world, keyValueStore("replica")));
  const budget = passive(world, "policy/v1", "PodDisruptionBudget", "feature-api", {
    spec: { minAvailable: 2, selector: { matchLabels: { app: "feature-api" } } },
  });
  budget.metadata.generation = 1;
  install(world, "poddisruptionbudgets", budget);
}

/** A Job of yesterday whose pod is done; `asFeatureApi` gives it the labels of the feature API, as careless charts do. */
export function finishedJob(world: World, asFeatureApi: boolean): void {
  const name = `feature-backfill-${Math.floor(world.nowMs / 60_000) % 100_000}`;
  const labels = { ...(asFeatureApi ? { app: "feature-api" } : { app: "feature-backfill" }), "job-name": name };
  const job = passive(world, "batch/v1", "Job", name, {
    spec: { completions: 1, parallelism: 1, backoffLimit: 3 },
    status: {
      succeeded: 1,
      startTime: timestamp(world.nowMs - 600_000),
      completionTime: timestamp(world.nowMs),
      conditions: [{ type: "Complete", status: "True", lastTransitionTime: timestamp(world.nowMs) }],
    },
  });
  const stored = world.store.put("jobs", job);
  const podName = `${name}-${world.random.suffix(5)}`;
  const terminated = {
    exitCode: 0,
    reason: "Completed",
    startedAt: timestamp(world.nowMs - 600_000),
    finishedAt: timestamp(world.nowMs),
    containerID: "containerd://finished",
  };
  const image = `${IMAGES}/feature-backfill:1.9.0`;
  const condition = (
    type: string,
    status: "True" | "False",
  ): { type: string; status: "True" | "False"; reason?: string; lastTransitionTime: string } => ({
    type,
    status,
    ...(status === "False" ? { reason: "PodCompleted" } : {}),
    lastTransitionTime: timestamp(world.nowMs),
  });
  world.store.put("pods", {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      ...newMetadata(world, "Pod", podName, { labels }),
      uid: uuidFrom(`${world.seed}/pod/${podName}`),
      ownerReferences: [
        {
          apiVersion: "batch/v1",
          kind: "Job",
          name,
          uid: stored.metadata.uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: { containers: [{ name: "backfill", image }], nodeName: "node-2" },
    status: {
      phase: "Succeeded",
      conditions: [
        condition("Initialized", "True"),
        condition("Ready", "False"),
        condition("ContainersReady", "False"),
        condition("PodScheduled", "True"),
      ],
      hostIP: "10.0.0.12",
      podIP: "10.42.2.251",
      startTime: timestamp(world.nowMs - 600_000),
      qosClass: "BestEffort",
      containerStatuses: [
        {
          name: "backfill",
          image,
          imageID: "",
          ready: false,
          started: false,
          restartCount: 0,
          state: { terminated },
          lastState: {},
        },
      ],
    },
  });
}
