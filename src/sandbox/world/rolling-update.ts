import type { Deployment } from "./objects.ts";

/** How many pods one ReplicaSet wants and has; `available` as its status says. */
export interface SetSize {
  readonly uid: string;
  readonly wanted: number;
  readonly available: number;
}

export interface RollingLimits {
  readonly surge: number;
  readonly unavailable: number;
}

function resolve(value: number | string | undefined, of: number, round: (value: number) => number): number {
  if (typeof value === "string" && value.endsWith("%")) {
    return round((Number(value.slice(0, -1)) / 100) * of);
  }
  return Number(value ?? 0);
}

/** maxSurge rounds up, maxUnavailable down; both zero would never move, so one may then be unavailable. */
export function rollingLimits(deployment: Deployment): RollingLimits {
  const { rollingUpdate, type } = deployment.spec.strategy;
  if (type === "Recreate") {
    return { surge: 0, unavailable: deployment.spec.replicas };
  }
  const surge = resolve(rollingUpdate?.maxSurge ?? "25%", deployment.spec.replicas, Math.ceil);
  const unavailable = resolve(rollingUpdate?.maxUnavailable ?? "25%", deployment.spec.replicas, Math.floor);
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : Math.min(unavailable, deployment.spec.replicas) };
}

/** How many pods the new ReplicaSet may want now. */
export function scaleUpTo(replicas: number, fresh: SetSize, old: readonly SetSize[], limits: RollingLimits): number {
  if (fresh.wanted >= replicas) {
    return replicas;
  }
  const total = old.reduce((sum, set) => sum + set.wanted, fresh.wanted);
  const room = replicas + limits.surge - total;
  return room <= 0 ? fresh.wanted : fresh.wanted + Math.min(room, replicas - fresh.wanted);
}

/**
 * How many pods each old ReplicaSet may keep now, oldest first: those that serve nobody go first, and of the others
 * only as many as leave `replicas - maxUnavailable` available.
 */
export function scaleDownTo(
  replicas: number,
  fresh: SetSize,
  old: readonly SetSize[],
  limits: RollingLimits,
): ReadonlyMap<string, number> {
  const keep = new Map(old.map((set) => [set.uid, set.wanted]));
  const total = old.reduce((sum, set) => sum + set.wanted, fresh.wanted);
  const least = replicas - limits.unavailable;
  let mayGo = total - least - Math.max(0, fresh.wanted - fresh.available);
  if (mayGo <= 0) {
    return keep;
  }
  for (const set of old) {
    const useless = Math.min(mayGo, set.wanted - set.available);
    if (useless > 0) {
      keep.set(set.uid, set.wanted - useless);
      mayGo -= useless;
    }
  }
  let spare = old.reduce((sum, set) => sum + set.available, fresh.available) - least;
  for (const set of old) {
    const kept = keep.get(set.uid) ?? 0;
    const goes = Math.min(kept, Math.max(0, spare));
    keep.set(set.uid, kept - goes);
    spare -= goes;
  }
  return keep;
}
