import type { JsonObject } from "../../../src/core/json.ts";

export const PODS = 5_000;
const REPLICA_SETS = 1_000;
export const CRASHING = 400;
/** As many as the API server's own controller puts into one. */
const ENDPOINTS_A_SLICE = 100;
const DAY_MS = 86_400_000;
const DEPLOYMENT = "feature-api";
const LABELS = { app: DEPLOYMENT };
const DEPLOYMENT_UID = "00000000-0000-4000-8000-000000000001";

/** A Deployment as large as they come, with what a real API server writes beside what anybody reads. */
export interface WideObjects {
  readonly deployment: JsonObject;
  readonly pods: readonly JsonObject[];
  readonly replicaSets: readonly JsonObject[];
  readonly slices: readonly JsonObject[];
  readonly service: JsonObject;
}

export function wideObjects(nowMs: number): WideObjects {
  const at = (agoMs: number): string => `${new Date(nowMs - agoMs).toISOString().slice(0, 19)}Z`;
  const pods = Array.from({ length: PODS }, (_, index) => pod(index, at));
  return {
    deployment: {
      kind: "Deployment",
      apiVersion: "apps/v1",
      metadata: metadata(DEPLOYMENT, DEPLOYMENT_UID, at(900 * DAY_MS)),
      spec: { replicas: PODS, selector: { matchLabels: LABELS }, template: template(REPLICA_SETS) },
      status: {
        observedGeneration: 1,
        replicas: PODS,
        updatedReplicas: PODS,
        readyReplicas: PODS - CRASHING,
        availableReplicas: PODS - CRASHING,
        conditions: [condition("Available", "True", at(DAY_MS)), condition("Progressing", "True", at(3_600_000))],
      },
    },
    pods,
    replicaSets: Array.from({ length: REPLICA_SETS }, (_, index) =>
      replicaSet(index + 1, at((REPLICA_SETS - index) * 3_600_000)),
    ),
    slices: Array.from({ length: PODS / ENDPOINTS_A_SLICE }, (_, index) =>
      slice(index, pods.slice(index * ENDPOINTS_A_SLICE, (index + 1) * ENDPOINTS_A_SLICE), at(DAY_MS)),
    ),
    service: {
      kind: "Service",
      apiVersion: "v1",
      metadata: metadata(DEPLOYMENT, uid("5", 1), at(900 * DAY_MS)),
      spec: { type: "ClusterIP", selector: LABELS, ports: [{ name: "http", port: 80, targetPort: 8080 }] },
    },
  };
}

function pod(index: number, at: (agoMs: number) => string): JsonObject {
  const crashing = index < CRASHING;
  const name = `${DEPLOYMENT}-${hash(REPLICA_SETS)}-${index.toString(36).padStart(5, "0")}`;
  const created = at(3_600_000);
  return {
    metadata: {
      ...metadata(name, uid("1", index), created),
      labels: { ...LABELS, "pod-template-hash": hash(REPLICA_SETS) },
      ownerReferences: [owner("ReplicaSet", `${DEPLOYMENT}-${hash(REPLICA_SETS)}`, uid("2", REPLICA_SETS))],
      managedFields: [managed("kube-controller-manager", created), managed("kubelet", created)],
    },
    spec: { ...podSpec(REPLICA_SETS), nodeName: `node-${index % 250}`, schedulerName: "default-scheduler" },
    status: {
      phase: "Running",
      startTime: created,
      podIP: `10.${index >> 8}.${index & 255}.7`,
      conditions: ["Initialized", "Ready", "ContainersReady", "PodScheduled"].map((type) =>
        condition(type, crashing && type.endsWith("Ready") ? "False" : "True", created),
      ),
      containerStatuses: [
        {
          name: "api",
          ready: !crashing,
          restartCount: crashing ? 12 : 0,
          image: `registry.example.com/ml/${DEPLOYMENT}:2.4.${REPLICA_SETS}`,
          imageID: `registry.example.com/ml/${DEPLOYMENT}@sha256:${"0123456789abcdef".repeat(4)}`,
          containerID: `containerd://${"fedcba9876543210".repeat(4)}`,
          state: crashing
            ? { waiting: { reason: "CrashLoopBackOff", message: "back-off 5m0s restarting failed container" } }
            : { running: { startedAt: created } },
          lastState: crashing ? { terminated: { reason: "Error", exitCode: 1, finishedAt: at(60_000) } } : {},
        },
      ],
    },
  };
}

function replicaSet(revision: number, created: string): JsonObject {
  const isPresent = revision === REPLICA_SETS;
  return {
    metadata: {
      ...metadata(`${DEPLOYMENT}-${hash(revision)}`, uid("2", revision), created),
      labels: { ...LABELS, "pod-template-hash": hash(revision) },
      annotations: { "deployment.kubernetes.io/revision": String(revision) },
      ownerReferences: [owner("Deployment", DEPLOYMENT, DEPLOYMENT_UID)],
      managedFields: [managed("kube-controller-manager", created)],
    },
    spec: {
      replicas: isPresent ? PODS : 0,
      selector: { matchLabels: { ...LABELS, "pod-template-hash": hash(revision) } },
      template: template(revision),
    },
    status: { replicas: isPresent ? PODS : 0, observedGeneration: 1 },
  };
}

function slice(index: number, pods: readonly JsonObject[], created: string): JsonObject {
  return {
    metadata: {
      ...metadata(`${DEPLOYMENT}-${index}`, uid("3", index), created),
      labels: { "kubernetes.io/service-name": DEPLOYMENT },
    },
    addressType: "IPv4",
    ports: [{ name: "http", port: 8080, protocol: "TCP" }],
    endpoints: pods.map(({ metadata, spec, status }) => {
      const { name, uid } = metadata as { name: string; uid: string };
      const ready = (status as { containerStatuses: { ready: boolean }[] }).containerStatuses[0]?.ready === true;
      return {
        addresses: [(status as { podIP: string }).podIP],
        conditions: { ready, serving: ready, terminating: false },
        nodeName: (spec as { nodeName: string }).nodeName,
        targetRef: { kind: "Pod", namespace: "ml", name, uid },
      };
    }),
  };
}

function template(revision: number): JsonObject {
  return { metadata: { labels: LABELS }, spec: podSpec(revision) };
}

function podSpec(revision: number): JsonObject {
  return {
    containers: [
      {
        name: "api",
        image: `registry.example.com/ml/${DEPLOYMENT}:2.4.${revision}`,
        ports: [{ name: "http", containerPort: 8080, protocol: "TCP" }],
        env: Array.from({ length: 20 }, (_, index) => ({ name: `SETTING_${index}`, value: `value-${index}` })),
        resources: { requests: { cpu: "500m", memory: "1Gi" }, limits: { memory: "1Gi" } },
        volumeMounts: [{ name: "kube-api-access", readOnly: true, mountPath: "/var/run/secrets/kubernetes.io" }],
        livenessProbe: { httpGet: { path: "/health/live", port: 8080 }, periodSeconds: 10, failureThreshold: 3 },
        readinessProbe: { httpGet: { path: "/health/ready", port: 8080 }, periodSeconds: 10, failureThreshold: 3 },
      },
    ],
    volumes: [{ name: "kube-api-access", projected: { sources: [{ configMap: { name: "kube-root-ca.crt" } }] } }],
    restartPolicy: "Always",
    terminationGracePeriodSeconds: 30,
    tolerations: [{ key: "node.kubernetes.io/not-ready", operator: "Exists", tolerationSeconds: 300 }],
  };
}

function metadata(name: string, uid: string, creationTimestamp: string): JsonObject {
  return { name, namespace: "ml", uid, resourceVersion: "1", generation: 1, creationTimestamp };
}

function owner(kind: string, name: string, uid: string): JsonObject {
  return { apiVersion: "apps/v1", kind, name, uid, controller: true, blockOwnerDeletion: true };
}

function condition(type: string, status: string, since: string): JsonObject {
  return { type, status, lastProbeTime: null, lastUpdateTime: since, lastTransitionTime: since };
}

/** What says who set which field: longer than what they set. */
function managed(manager: string, time: string): JsonObject {
  const names = Array.from({ length: 20 }, (_, index) => [`k:{"name":"SETTING_${index}"}`, { ".": {}, "f:name": {} }]);
  const fieldsV1 = { "f:spec": { "f:containers": { 'k:{"name":"api"}': { "f:env": Object.fromEntries(names) } } } };
  return { manager, operation: "Update", apiVersion: "v1", fieldsType: "FieldsV1", time, fieldsV1 };
}

function hash(revision: number): string {
  return (revision * 7_919).toString(36).padStart(10, "b");
}

function uid(kind: string, index: number): string {
  return `0000000${kind}-0000-4000-8000-${String(index).padStart(12, "0")}`;
}
