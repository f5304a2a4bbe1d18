import type { Random } from "../random.ts";
import { scaleTo } from "../world/changes.ts";
import { killContainer } from "../world/turning-fates.ts";
import { deploymentManifest, type Workload } from "../world/manifests.ts";
import { NAMESPACE } from "../world/names.ts";
import { featureApiImage } from "../world/images.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../world/time.ts";
import type { Fault, FaultStep } from "./fault.ts";
import { createdMs, isFeatureApi, spread } from "./pod-facts.ts";
import { onset } from "./step.ts";

const HEALTHY = { outcome: "healthy", cause: null, proposal: null } as const;
const CRASHES_MS = -180 * SECOND_MS;

/** Another workload in the same namespace, which no runbook of the feature store is about. */
function neighbour(workload: Omit<Workload, "labels" | "port">, atMs: number): FaultStep {
  const whole = { ...workload, labels: { app: workload.name }, port: 8080 };
  return { atMs, act: (world) => void world.store.put("deployments", deploymentManifest(world, whole)) };
}

export const nearImageUnavailable: Fault = {
  name: "near-image-unavailable",
  description: "A neighbour's image cannot be pulled; the feature API is well.",
  nearMissOf: "image-unavailable",
  expected: HEALTHY,
  steps: () => [
    neighbour(
      { name: "feature-backfill-worker", image: "registry.example/feature-backfill:2.0.0-rc1", replicas: 2 },
      -20 * MINUTE_MS,
    ),
  ],
  fate: (pod) =>
    pod.spec.containers[0]?.name === "feature-backfill-worker"
      ? { kind: "image", message: "rpc error: code = NotFound desc = manifest unknown" }
      : undefined,
};

export const nearUnschedulable: Fault = {
  name: "near-unschedulable",
  description: "A neighbour waits for a GPU that no node has; the feature API is well.",
  nearMissOf: "unschedulable",
  expected: HEALTHY,
  steps: () => [
    neighbour(
      { name: "embedding-trainer", image: "registry.example/embedding-trainer:0.3.1", replicas: 1 },
      -30 * MINUTE_MS,
    ),
  ],
  fate: (pod) =>
    pod.spec.containers[0]?.name === "embedding-trainer"
      ? { kind: "unschedulable", message: "0/3 nodes are available: 3 Insufficient nvidia.com/gpu." }
      : undefined,
};

export const nearScaledToZero: Fault = {
  name: "near-scaled-to-zero",
  description: "The canary of the feature API is scaled to zero, as it should be; the feature API itself is well.",
  nearMissOf: "scaled-to-zero",
  expected: HEALTHY,
  steps: () => [
    neighbour({ name: "feature-api-canary", image: featureApiImage("2.4.1"), replicas: 0 }, -90 * MINUTE_MS),
  ],
};

export const nearOutOfMemory: Fault = {
  name: "near-out-of-memory",
  description:
    "One pod was killed for memory hours ago; now pods hang at start and are ended with exit code 137, which is no proof of that.",
  nearMissOf: "out-of-memory",
  expected: { outcome: "problem", cause: "pods-unhealthy", proposal: "restart" },
  steps: () => [killedBefore(-7 * HOUR_MS, 137, "OOMKilled", 0.4), onset(CRASHES_MS)],
  fate: (pod, sinceStartMs, world) =>
    isFeatureApi(pod) && sinceStartMs >= CRASHES_MS && createdMs(pod, world) < CRASHES_MS
      ? {
          kind: "crash",
          runsMs: spread(pod, 4000, 7000),
          exitCode: 137,
          reason: "Error",
          complaint: () => "Watchdog: event loop blocked for 3 s, ending the process",
        }
      : undefined,
};

/** A container that ended once, some time ago, and has been well since. */
function killedBefore(atMs: number, exitCode: number, reason: string, draw: number): FaultStep {
  return {
    atMs,
    act: (world) => {
      const pods = world.store.list("pods", NAMESPACE).filter(isFeatureApi);
      const pod = pods[Math.floor(draw * pods.length)];
      if (pod !== undefined) {
        killContainer(world, pod, exitCode, reason);
      }
    },
  };
}

function manyOldRestarts(random: Random): FaultStep[] {
  const draw = random.next();
  return Array.from({ length: 14 }, (_, index) =>
    killedBefore(-17 * HOUR_MS + index * 35 * MINUTE_MS, 1, "Error", draw),
  );
}

export const nearPodsUnhealthy: Fault = {
  name: "near-pods-unhealthy",
  description:
    "One pod was restarted many times last night and has been well since; an autoscaler's new pod is still starting.",
  nearMissOf: "pods-unhealthy",
  expected: HEALTHY,
  steps: (random) => [
    ...manyOldRestarts(random),
    { atMs: -8 * SECOND_MS, act: (world) => scaleTo(world, "feature-api", 5) },
  ],
  fate: (pod, _sinceStartMs, world) =>
    isFeatureApi(pod) && createdMs(pod, world) >= -10 * SECOND_MS
      ? { kind: "ready", readyAfterMs: 40 * SECOND_MS }
      : undefined,
};
