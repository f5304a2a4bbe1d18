import type { Deployment } from "./api-objects.ts";

/** How many pods a rolling update may add above the wanted number, and take below it. */
export interface RollingLimits {
  readonly surge: number;
  readonly unavailable: number;
}

/**
 * A Deployment's own limits in pods, or null where it stops all pods first (`Recreate`). Percentages as its controller reads them: surge
 * rounded up, unavailable rounded down, one unavailable when both come to nothing, and never more than are wanted.
 */
export function rollingLimits(deployment: Deployment): RollingLimits | null {
  const { strategy, replicas = 1 } = deployment.spec;
  if (strategy?.type === "Recreate") return null;
  const surge = inPods(strategy?.rollingUpdate?.maxSurge ?? "25%", replicas, Math.ceil);
  const unavailable = inPods(strategy?.rollingUpdate?.maxUnavailable ?? "25%", replicas, Math.floor);
  return { surge, unavailable: Math.min(surge === 0 && unavailable === 0 ? 1 : unavailable, replicas) };
}

function inPods(limit: string | number, replicas: number, round: (pods: number) => number): number {
  if (typeof limit === "number") return limit;
  const percent = Number.parseInt(limit, 10);
  // Multiplied first: 0.07 * 100 would be above 7.
  return round((percent * replicas) / 100);
}
