import type { JsonObject } from "../../../src/core/json.ts";
import type { Autoscaler, Deployment, Pod, ReplicaSet } from "../../../src/actions/kubernetes/objects.ts";
import type { DeploymentScene } from "../../../src/actions/kubernetes/deployment-scene.ts";

/** A pod template as the API returns it: feature-api at a version of its image. */
export function template(image: string, more: JsonObject = {}): JsonObject {
  return {
    metadata: { labels: { app: "feature-api" } },
    spec: { containers: [{ name: "feature-api", image, resources: {}, ...more }], restartPolicy: "Always" },
  };
}

export function deployment(spec: Partial<Deployment["spec"]> = {}, more: Partial<Deployment> = {}): Deployment {
  return {
    metadata: {
      name: "feature-api",
      namespace: "ml",
      uid: "d-1",
      resourceVersion: "100",
      generation: 3,
      annotations: { "deployment.kubernetes.io/revision": "14" },
    },
    spec: {
      replicas: 4,
      selector: { matchLabels: { app: "feature-api" } },
      template: template("feature-api:2.4.1"),
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" } },
      ...spec,
    },
    ...more,
  };
}

/** A ReplicaSet of `deployment()`. `history`: the numbers that its template had before. */
export function replicaSet(
  revision: number,
  createdAt: string,
  image = `feature-api:r${revision}`,
  annotations: { readonly [key: string]: string } = {},
): ReplicaSet {
  const plain = template(image);
  const hash = `hash${revision}`;
  return {
    metadata: {
      name: `feature-api-${hash}`,
      uid: `rs-${revision}`,
      creationTimestamp: createdAt,
      ownerReferences: [{ uid: "d-1", kind: "Deployment", name: "feature-api", controller: true }],
      annotations: { "deployment.kubernetes.io/revision": String(revision), ...annotations },
    },
    spec: {
      template: { ...plain, metadata: { labels: { app: "feature-api", "pod-template-hash": hash } } },
    },
  };
}

export function pod(name: string, owner: string, ready: boolean, since = "2026-11-22T03:00:00Z"): Pod {
  return {
    metadata: {
      name,
      uid: name,
      labels: { app: "feature-api" },
      ownerReferences: [{ uid: owner, kind: "ReplicaSet", name: owner, controller: true }],
    },
    status: {
      phase: "Running",
      conditions: [{ type: "Ready", status: ready ? "True" : "False", lastTransitionTime: since }],
    },
  };
}

export function autoscaler(minReplicas: number, maxReplicas: number): Autoscaler {
  return {
    metadata: { name: "feature-api", uid: "hpa-1", resourceVersion: "70" },
    spec: { scaleTargetRef: { kind: "Deployment", name: "feature-api" }, minReplicas, maxReplicas },
  };
}

export function scene(parts: Partial<DeploymentScene> = {}): DeploymentScene {
  return {
    namespace: "ml",
    readAtMs: Date.parse("2026-11-22T03:15:00Z"),
    deployment: deployment(),
    replicaSets: [],
    pods: [],
    autoscalers: { readable: true, value: [] },
    budgets: { readable: true, value: [] },
    ...parts,
  };
}
