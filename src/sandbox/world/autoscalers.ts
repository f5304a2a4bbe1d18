import type { World } from "./world.ts";

interface AutoscalerSpec {
  readonly scaleTargetRef?: { readonly kind?: string; readonly name?: string };
  readonly minReplicas?: number;
  readonly maxReplicas?: number;
}

/** Brings every autoscaled Deployment within its bounds, as the controller does before it looks at any metric; one at zero is left alone. */
export function syncAutoscalers(world: World): void {
  for (const scaler of world.store.list("horizontalpodautoscalers")) {
    const spec = scaler.spec as AutoscalerSpec | undefined;
    const { kind, name } = spec?.scaleTargetRef ?? {};
    const deployment =
      kind === "Deployment" && name !== undefined
        ? world.store.get("deployments", scaler.metadata.namespace, name)
        : undefined;
    const replicas = deployment?.spec.replicas ?? 0;
    const wanted = Math.min(Math.max(replicas, spec?.minReplicas ?? 1), spec?.maxReplicas ?? Number.POSITIVE_INFINITY);
    if (deployment === undefined || replicas === 0 || wanted === replicas) continue;
    const metadata = { ...deployment.metadata, generation: (deployment.metadata.generation ?? 1) + 1 };
    world.store.put("deployments", { ...deployment, metadata, spec: { ...deployment.spec, replicas: wanted } });
  }
}
