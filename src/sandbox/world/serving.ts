import { NAMESPACE } from "./names.ts";
import { readyPodsOf } from "./endpoint-slices.ts";
import type { World } from "./world.ts";

interface ServingPod {
  readonly uid: string;
  readonly errorShare: number;
  readonly errorType: string;
}

/** Who answers lookups from a moment on. */
export interface Serving {
  readonly atMs: number;
  readonly pods: readonly ServingPod[];
  /** Whether the service kv-store has a ready endpoint. */
  readonly kvUp: boolean;
}

function servingPod(world: World, uid: string): ServingPod {
  const runtime = world.runtimes.get(uid);
  const souring = runtime?.fate.kind === "ready" ? runtime.fate.souring : undefined;
  const sour =
    souring !== undefined &&
    runtime?.runningSinceMs !== undefined &&
    world.nowMs >= runtime.runningSinceMs + souring.afterMs;
  return sour
    ? { uid, errorShare: souring.errorShare, errorType: souring.errorType }
    : { uid, errorShare: 0, errorType: "" };
}

/** Who serves at the world's now. */
export function observeServing(world: World): Serving {
  return {
    atMs: world.nowMs,
    pods: readyPodsOf(world, "feature-api", NAMESPACE).map((uid) => servingPod(world, uid)),
    kvUp: readyPodsOf(world, "kv-store", NAMESPACE).length > 0,
  };
}

/** The moments at which it changed who serves, oldest first. */
export class ServingTimeline {
  readonly #moments: Serving[] = [];
  #last = "";

  add(serving: Serving): void {
    const { atMs: _, ...what } = serving;
    const text = JSON.stringify(what);
    if (text !== this.#last) {
      this.#last = text;
      this.#moments.push(serving);
    }
  }

  get moments(): readonly Serving[] {
    return this.#moments;
  }

  /** Who served just before `atMs`; undefined before the world began. */
  before(atMs: number): Serving | undefined {
    return this.#moments.findLast((moment) => moment.atMs < atMs);
  }
}
