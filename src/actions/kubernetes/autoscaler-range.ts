import type { Autoscaler } from "./objects.ts";
import type { Advisory } from "./read-advisory.ts";

/** "autoscaler feature-api (2 to 10 replicas)" */
export function describeAutoscaler(scaler: Autoscaler): string {
  return `autoscaler ${scaler.metadata.name} (${minReplicas(scaler)} to ${scaler.spec.maxReplicas} replicas)`;
}

export function minReplicas(scaler: Autoscaler): number {
  return scaler.spec.minReplicas ?? 1;
}

/** What to know about autoscalers before the pods are replaced. */
export function autoscalerWarnings(autoscalers: Advisory<readonly Autoscaler[]>): readonly string[] {
  if (!autoscalers.readable) return [`whether an autoscaler sets the replicas is unknown: ${autoscalers.problem}`];
  return autoscalers.value.map(
    (scaler) => `${describeAutoscaler(scaler)} sets the number of pods, and may change it meanwhile`,
  );
}
