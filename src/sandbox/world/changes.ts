import { withManager } from "./field-managers.ts";
import { NAMESPACE } from "./names.ts";
import type { Deployment, Labels } from "./objects.ts";
import type { World } from "./world.ts";

function change(
  world: World,
  name: string,
  spec: (before: Deployment) => Deployment["spec"],
  annotations: Labels = {},
): void {
  const before = world.store.get("deployments", NAMESPACE, name);
  if (before === undefined) {
    throw new Error(`the sandbox has no deployment ${name}`);
  }
  const after: Deployment = {
    ...before,
    metadata: {
      ...before.metadata,
      generation: (before.metadata.generation ?? 1) + 1,
      annotations: { ...before.metadata.annotations, ...annotations },
    },
    spec: spec(before),
  };
  const metadata = withManager(before, after, { manager: "release-pipeline" }, world.nowMs);
  world.store.put("deployments", { ...after, metadata });
}

/** What a release changes; what is left out stays. */
export interface Release {
  readonly image?: string;
  readonly env?: Labels;
  readonly memoryLimit?: string;
  readonly memoryRequest?: string;
  /** The annotation kubernetes.io/change-cause. */
  readonly cause: string;
}

/** A new pod template for a Deployment, as a person's or a pipeline's rollout makes it. */
export function release(world: World, name: string, release: Release): void {
  const spec = (before: Deployment): Deployment["spec"] => {
    const { template } = before.spec;
    const containers = template.spec.containers.map((container, index) => {
      if (index > 0) {
        return container;
      }
      const kept = (container.env ?? []).filter((variable) => release.env?.[variable.name] === undefined);
      const added = Object.entries(release.env ?? {}).map(([key, value]) => ({ name: key, value }));
      const { limits, requests } = container.resources ?? {};
      return {
        ...container,
        image: release.image ?? container.image,
        env: [...kept, ...added],
        resources: {
          limits: { ...limits, ...(release.memoryLimit === undefined ? {} : { memory: release.memoryLimit }) },
          requests: { ...requests, ...(release.memoryRequest === undefined ? {} : { memory: release.memoryRequest }) },
        },
      };
    });
    return { ...before.spec, template: { ...template, spec: { ...template.spec, containers } } };
  };
  change(world, name, spec, { "kubernetes.io/change-cause": release.cause });
}

/** Other values for keys of a ConfigMap, as `kubectl patch` leaves them: no pod is replaced. */
export function configure(world: World, name: string, data: Labels): void {
  const before = world.store.get("configmaps", NAMESPACE, name);
  if (before === undefined) {
    throw new Error(`the sandbox has no ConfigMap ${name}`);
  }
  const after = { ...before, data: { ...before.data, ...data } };
  const metadata = withManager(before, after, { manager: "kubectl-patch" }, world.nowMs);
  world.store.put("configmaps", { ...after, metadata });
}

/** As `kubectl scale`. */
export function scaleTo(world: World, name: string, replicas: number): void {
  change(world, name, (before) => ({ ...before.spec, replicas }));
}
