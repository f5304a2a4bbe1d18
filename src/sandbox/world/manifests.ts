import { uuidFrom } from "../random.ts";
import { NAMESPACE } from "./names.ts";
import type { Deployment, Labels, ObjectMeta, Passive, PodTemplate, Service } from "./objects.ts";
import { timestamp } from "./time.ts";
import type { World } from "./world.ts";

/** Metadata of an object that appears now. */
export function newMetadata(world: World, kind: string, name: string, more: Partial<ObjectMeta> = {}): ObjectMeta {
  return {
    name,
    namespace: NAMESPACE,
    uid: uuidFrom(`${world.seed}/${kind}/${name}`),
    resourceVersion: "",
    creationTimestamp: timestamp(world.nowMs),
    ...more,
  };
}

/** An object of a namespace that no controller of the sandbox moves. */
export function passive(world: World, apiVersion: string, kind: string, name: string, body: object): Passive {
  return { apiVersion, kind, metadata: newMetadata(world, kind, name), ...body };
}

export interface Workload {
  readonly name: string;
  /** Of its container; the workload's own when left out. */
  readonly container?: string;
  readonly labels: Labels;
  readonly image: string;
  readonly port: number;
  readonly replicas: number;
  readonly env?: Labels;
  /** The ConfigMap whose keys become environment variables. */
  readonly configMap?: string;
  readonly memoryLimit?: string;
  readonly maxUnavailable?: string;
  /** False: made by other means than `kubectl apply`, so that nothing records what was applied. */
  readonly applied?: boolean;
  readonly progressDeadlineSeconds?: number;
}

function podTemplate(workload: Workload): PodTemplate {
  const { name, container: containerName = name, image, port, env = {}, labels, memoryLimit = "1Gi" } = workload;
  const probe = {
    httpGet: { path: "/health", port, scheme: "HTTP" },
    timeoutSeconds: 1,
    periodSeconds: 3,
    successThreshold: 1,
    failureThreshold: 2,
  };
  const container = {
    name: containerName,
    image,
    ports: [{ name: "http", containerPort: port, protocol: "TCP" }],
    ...(Object.keys(env).length > 0 ? { env: Object.entries(env).map(([key, value]) => ({ name: key, value })) } : {}),
    ...(workload.configMap === undefined ? {} : { envFrom: [{ configMapRef: { name: workload.configMap } }] }),
    resources: { limits: { cpu: "1", memory: memoryLimit }, requests: { cpu: "500m", memory: "512Mi" } },
    readinessProbe: probe,
    terminationMessagePath: "/dev/termination-log",
    terminationMessagePolicy: "File",
    imagePullPolicy: "IfNotPresent",
  };
  const spec = {
    containers: [container],
    restartPolicy: "Always",
    terminationGracePeriodSeconds: 30,
    dnsPolicy: "ClusterFirst",
    securityContext: {},
    schedulerName: "default-scheduler",
  };
  return { metadata: { labels: { ...labels } }, spec };
}

/** A Deployment as `kubectl apply` and the API server's defaults leave it. */
export function deploymentManifest(world: World, workload: Workload): Deployment {
  const spec = {
    replicas: workload.replicas,
    selector: { matchLabels: workload.labels },
    template: podTemplate(workload),
    strategy: {
      type: "RollingUpdate" as const,
      rollingUpdate: { maxSurge: "25%", maxUnavailable: workload.maxUnavailable ?? "25%" },
    },
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: workload.progressDeadlineSeconds ?? 120,
  };
  const { name } = workload;
  const applied = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name, namespace: NAMESPACE }, spec };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: newMetadata(world, "Deployment", name, {
      generation: 1,
      labels: { ...workload.labels },
      ...(workload.applied === false
        ? {}
        : { annotations: { "kubectl.kubernetes.io/last-applied-configuration": `${JSON.stringify(applied)}\n` } }),
    }),
    spec,
    status: { observedGeneration: 1, terminatingReplicas: 0, conditions: [] },
  };
}

export function serviceManifest(
  world: World,
  name: string,
  selector: Labels,
  port: number,
  targetPort: number,
): Service {
  const clusterIP = `10.0.0.${100 + name.length}`;
  const spec = {
    type: "ClusterIP",
    clusterIP,
    clusterIPs: [clusterIP],
    ipFamilies: ["IPv4"],
    ipFamilyPolicy: "SingleStack",
    internalTrafficPolicy: "Cluster",
    sessionAffinity: "None",
    selector,
    ports: [{ name: "http", port, targetPort, protocol: "TCP" as const }],
  };
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: newMetadata(world, "Service", name, { labels: { app: name } }),
    spec,
    status: { loadBalancer: {} },
  };
}
