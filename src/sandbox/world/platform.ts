import { clusterScoped, nodeBody } from "./cluster-scoped.ts";
import { makeReplicaSet } from "./deployment-controller.ts";
import { withManager } from "./field-managers.ts";
import { featureApiImage, registryImage } from "./images.ts";
import { deploymentManifest, passive, serviceManifest, type Workload } from "./manifests.ts";
import { NAMESPACE, SYSTEM_NAMESPACE } from "./names.ts";
import type { Resource, Stored } from "./store.ts";
import type { World } from "./world.ts";

/** What a fault may set differently from the start. */
export interface PlatformOptions {
  readonly featureApi?: Partial<Workload>;
  /** Of the other Deployments, by name. */
  readonly others?: Readonly<Record<string, Partial<Workload>>>;
}

/** Model serving, and what runs the DAGs and the backfills. */
const OTHERS: readonly Workload[] = [
  {
    name: "deep-thought",
    labels: { app: "deep-thought" },
    image: registryImage("deep-thought:5.1.0"),
    port: 8080,
    replicas: 4,
    memoryLimit: "4Gi",
    env: { FEATURE_API_URL: "http://feature-api:80", MODEL_STORE: "s3://models" },
  },
  {
    name: "ml-automator-worker",
    labels: { app: "ml-automator-worker" },
    image: registryImage("ml-automator:3.8.2"),
    port: 8080,
    replicas: 4,
  },
  {
    name: "backfill-worker",
    labels: { app: "backfill-worker" },
    image: registryImage("feature-backfill:1.9.0"),
    port: 8080,
    replicas: 3,
  },
];

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
    image: registryImage("kv-store:7.2.1"),
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
    "cache.l1.entries": "200000",
    "cache.l2.ttl": "10m",
    "cache.hot-keys": "off",
    "shedding.share": "0",
  };
  install(world, "configmaps", passive(world, "v1", "ConfigMap", "feature-api", { data }));
  const featureApi = { ...FEATURE_API, ...options.featureApi };
  olderRevisions(world, featureApi);
  install(world, "deployments", deploymentManifest(world, featureApi));
  install(world, "deployments", deploymentManifest(world, keyValueStore("primary")));
  install(world, "deployments", deploymentManifest(world, keyValueStore("replica")));
  install(world, "services", serviceManifest(world, "deep-thought", { app: "deep-thought" }, 80, 8080));
  for (const workload of OTHERS) {
    const chosen = options.others?.[workload.name] ?? {};
    install(world, "deployments", deploymentManifest(world, { ...workload, ...chosen }));
  }
  install(
    world,
    "horizontalpodautoscalers",
    passive(world, "autoscaling/v2", "HorizontalPodAutoscaler", "deep-thought", {
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "deep-thought" },
        minReplicas: 4,
        maxReplicas: 8,
      },
    }),
  );
  const budget = passive(world, "policy/v1", "PodDisruptionBudget", "feature-api", {
    spec: { minAvailable: 2, selector: { matchLabels: { app: "feature-api" } } },
  });
  budget.metadata.generation = 1;
  install(world, "poddisruptionbudgets", budget);
}
