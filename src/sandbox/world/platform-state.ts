import { NAMESPACE } from "./names.ts";
import type { Labels, Pod } from "./objects.ts";
import type { World } from "./world.ts";

/** A ready pod, as its work depends on it. */
export interface WorkingPod {
  readonly uid: string;
  readonly startedAtMs: number;
  /** Its ConfigMap as it was when the container started: pods read it once. */
  readonly config: Labels;
  /** Share of its work that it spoils, 0 to 1, and the error type; from `sourAtMs` on. */
  readonly errorShare: number;
  readonly errorType: string;
  readonly sourAtMs: number;
}

export interface Workers {
  readonly desired: number;
  readonly ready: readonly WorkingPod[];
}

/** What the Deployments of the namespace have working, by name, from a moment on. */
export interface PlatformState {
  readonly atMs: number;
  readonly workers: Readonly<Record<string, Workers>>;
}

export const NOBODY: Workers = { desired: 0, ready: [] };

/** The moments at which it changed what works, oldest first. */
export class PlatformTimeline {
  readonly #states: PlatformState[] = [];
  readonly #configs = new Map<string, Labels>();
  #last = "";

  observe(world: World): void {
    const workers: Record<string, Workers> = {};
    for (const deployment of world.store.list("deployments", NAMESPACE))
      workers[deployment.metadata.name] = { desired: deployment.spec.replicas, ready: [] };
    for (const pod of world.store.list("pods", NAMESPACE)) {
      const name = deploymentOf(world, pod);
      const known = name === null ? undefined : workers[name];
      const working = name === null ? null : this.#working(world, pod, name);
      if (name !== null && known !== undefined && working !== null)
        workers[name] = { ...known, ready: [...known.ready, working] };
    }
    const text = JSON.stringify(workers);
    if (text === this.#last) return;
    this.#last = text;
    this.#states.push({ atMs: world.nowMs, workers });
  }

  get states(): readonly PlatformState[] {
    return this.#states;
  }

  #working(world: World, pod: Pod, name: string): WorkingPod | null {
    const runtime = world.runtimes.get(pod.metadata.uid);
    const startedAtMs = runtime?.runningSinceMs;
    if (runtime === undefined || startedAtMs === undefined) return null;
    const key = `${pod.metadata.uid}/${startedAtMs}`;
    const config = this.#configs.get(key) ?? world.store.get("configmaps", NAMESPACE, name)?.data ?? {};
    this.#configs.set(key, config);
    if (!runtime.ready || pod.metadata.deletionTimestamp !== undefined) return null;
    const souring = runtime.fate.kind === "ready" ? runtime.fate.souring : undefined;
    return {
      uid: pod.metadata.uid,
      startedAtMs,
      config,
      errorShare: souring?.errorShare ?? 0,
      errorType: souring?.errorType ?? "",
      sourAtMs: startedAtMs + (souring?.afterMs ?? 0),
    };
  }
}

function deploymentOf(world: World, pod: Pod): string | null {
  const owner = pod.metadata.ownerReferences?.[0];
  if (owner?.kind !== "ReplicaSet") return null;
  const set = world.store.get("replicasets", pod.metadata.namespace, owner.name);
  return set?.metadata.ownerReferences?.[0]?.name ?? null;
}
