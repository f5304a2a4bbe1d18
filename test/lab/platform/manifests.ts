import { fateAnnotation, oldRestartsAnnotation, readyAfterAnnotation, type Fate } from "../cluster/fates.ts";

/** Deployments of the platform. */
export const featureApi = "feature-api";
export const kvPrimary = "kv-store-primary";
export const kvReplica = "kv-store-replica";

/** The pods' own ports differ, so that a port-forward tells primary and replica apart. */
export const kvPodPorts = { primary: 8080, replica: 8081 } as const;
/** The port of both KV services. */
export const kvServicePort = 8080;

export type Release = {
  readonly tag: string;
  readonly replicas: number;
  readonly fate?: Fate | undefined;
  /** With fate `slow-start`. */
  readonly readyAfterSeconds?: number | undefined;
  /** CPUs that each pod asks for; 1000 fit nowhere. */
  readonly cpus?: number | undefined;
  /** Restarts that its pods have behind them, as noise. */
  readonly oldRestarts?: number | undefined;
  /** Default 600. A small value makes ProgressDeadlineExceeded come soon. */
  readonly progressDeadlineSeconds?: number | undefined;
};

function templateAnnotations(release: Release): Record<string, string> {
  return {
    [fateAnnotation]: release.fate ?? "ready",
    ...(release.readyAfterSeconds === undefined ? {} : { [readyAfterAnnotation]: `${release.readyAfterSeconds}s` }),
    ...(release.oldRestarts === undefined ? {} : { [oldRestartsAnnotation]: String(release.oldRestarts) }),
  };
}

/** The Deployment of the feature API, as a release of it leaves it. */
export function featureApiDeployment(namespace: string, release: Release): object {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: featureApi, namespace, labels: { app: featureApi } },
    spec: {
      replicas: release.replicas,
      progressDeadlineSeconds: release.progressDeadlineSeconds ?? 600,
      selector: { matchLabels: { app: featureApi } },
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } },
      template: {
        metadata: { labels: { app: featureApi }, annotations: templateAnnotations(release) },
        spec: {
          containers: [
            {
              name: "api",
              image: `registry.invalid/feature-api:${release.tag}`,
              ports: [{ name: "http", containerPort: 8080 }],
              envFrom: [{ configMapRef: { name: featureApi } }],
              resources: {
                requests: { cpu: release.cpus ?? "50m", memory: "64Mi" },
                limits: { memory: "256Mi" },
              },
            },
          ],
        },
      },
    },
  };
}

function kvDeployment(namespace: string, role: "primary" | "replica", replicas: number): object {
  const labels = { app: "kv-store", role };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: `kv-store-${role}`, namespace, labels },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations: { [fateAnnotation]: "ready" } },
        spec: {
          containers: [
            {
              name: "kv",
              image: "registry.invalid/kv-store:7.2",
              ports: [{ name: "http", containerPort: kvPodPorts[role] }],
            },
          ],
        },
      },
    },
  };
}

function service(namespace: string, name: string, selector: Record<string, string>): object {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace },
    spec: { selector, ports: [{ name: "http", port: kvServicePort, targetPort: "http" }] },
  };
}

/** The KV store: pods and Services; the failover turns `kv-store` from the primary to the replica. */
export function kvStore(namespace: string, replicas: number): readonly object[] {
  return [
    kvDeployment(namespace, "primary", replicas),
    kvDeployment(namespace, "replica", replicas),
    service(namespace, "kv-store", { app: "kv-store", role: "primary" }),
    service(namespace, "kv-store-replica", { app: "kv-store", role: "replica" }),
  ];
}

/** What else lies about in a namespace and must not disturb a diagnosis. */
export function surroundings(namespace: string): readonly object[] {
  return [
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: featureApi, namespace },
      data: { CACHE_TTL: "30s", LOG_LEVEL: "info" },
    },
    {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { name: "feature-backfill", namespace },
      spec: {
        template: {
          // It carries the API's own label, as jobs from the same chart do.
          metadata: { labels: { app: featureApi, job: "backfill" } },
          spec: {
            restartPolicy: "Never",
            containers: [{ name: "backfill", image: "registry.invalid/feature-api:2.4.0" }],
          },
        },
      },
    },
  ];
}

/** A disruption budget over the feature API's pods. */
export function disruptionBudget(namespace: string, minAvailable: number): object {
  return {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name: featureApi, namespace },
    spec: { minAvailable, selector: { matchLabels: { app: featureApi } } },
  };
}

/** An autoscaler of the feature API; without metrics it holds its bounds and nothing more. */
export function autoscaler(namespace: string, minReplicas: number, maxReplicas: number): object {
  return {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: { name: featureApi, namespace },
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: featureApi },
      minReplicas,
      maxReplicas,
      metrics: [
        {
          type: "Resource",
          resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } },
        },
      ],
    },
  };
}
