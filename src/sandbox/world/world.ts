import type { Random } from "../random.ts";
import type { Agenda } from "./agenda.ts";
import type { Fate } from "./fate.ts";
import type { Pod } from "./objects.ts";
import type { PodRuntime } from "./pod-runtime.ts";
import type { Store } from "./store.ts";

/** One cluster at one moment. Only what is on its agenda and accepted writes move it; it never reads a clock. */
export interface World {
  readonly seed: number;
  readonly startedAtMs: number;
  readonly store: Store;
  readonly agenda: Agenda;
  readonly random: Random;
  /** What the kubelets know of each pod, by uid. */
  readonly runtimes: Map<string, PodRuntime>;
  readonly fateOf: (world: World, pod: Pod) => Fate;
  nowMs: number;
}
