import type { Deployment } from "../world/objects.ts";

/** The Scale of autoscaling/v1 that stands for a Deployment's replicas. */
export function scaleOf(deployment: Deployment): Record<string, unknown> {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = deployment.metadata;
  const labels = Object.entries(deployment.spec.selector.matchLabels).map(([key, value]) => `${key}=${value}`);
  return {
    kind: "Scale",
    apiVersion: "autoscaling/v1",
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: deployment.spec.replicas },
    status: { replicas: deployment.status.replicas ?? 0, selector: labels.join(",") },
  };
}

/** The Deployment that a changed Scale asks for; undefined when its replicas are no whole number of 0 or more. */
export function withScale(deployment: Deployment, scale: unknown): Deployment | undefined {
  const { spec, metadata } = (scale ?? {}) as {
    spec?: { replicas?: unknown };
    metadata?: { resourceVersion?: string };
  };
  const replicas = spec?.replicas ?? 0;
  if (typeof replicas !== "number" || !Number.isInteger(replicas) || replicas < 0) {
    return undefined;
  }
  const resourceVersion = metadata?.resourceVersion ?? deployment.metadata.resourceVersion;
  return {
    ...deployment,
    metadata: { ...deployment.metadata, resourceVersion },
    spec: { ...deployment.spec, replicas },
  };
}
