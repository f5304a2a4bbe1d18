import type { Fault } from "./faults/fault.ts";
import { noiseSteps } from "./noise.ts";
import { drawFrom, randomFrom } from "./random.ts";
import { AS_USUAL, type Conditions } from "./signals/conditions.ts";
import type { Fate } from "./world/fate.ts";
import { turnFates } from "./world/turning-fates.ts";
import type { Pod } from "./world/objects.ts";
import { installPlatform } from "./world/platform.ts";
import { simulate, type Simulation } from "./world/simulation.ts";
import { DAY_MS } from "./world/time.ts";
import type { World } from "./world/world.ts";

/** The world begins so long before its start, so that it has a past to show. */
const PAST_MS = 30 * DAY_MS;

function healthy(pod: Pod): Fate {
  const spread = drawFrom(pod.metadata.uid);
  return { kind: "ready", readyAfterMs: 4000 + Math.round(spread * 3000) };
}

/** The world of a fault and a seed, brought to `startedAtMs`: the same arguments give the same world, down to the uids. */
export function createScenario(fault: Fault, seed: number, startedAtMs: number): Simulation {
  const fateOf = (world: World, pod: Pod): Fate => fault.fate?.(pod, world.nowMs - startedAtMs, world) ?? healthy(pod);
  const conditionsAt = (atMs: number): Conditions => ({ ...AS_USUAL, ...fault.conditions?.(atMs - startedAtMs) });
  const simulation = simulate({ seed, startedAtMs, beginMs: startedAtMs - PAST_MS, fateOf, conditionsAt });
  const { world } = simulation;
  installPlatform(world, fault.platform ?? {});
  simulation.settle();
  const steps = [...noiseSteps(randomFrom(seed, "noise")), ...(fault.steps?.(randomFrom(seed, fault.name)) ?? [])];
  for (const step of steps.toSorted((left, right) => left.atMs - right.atMs)) {
    world.agenda.at(startedAtMs + step.atMs, () => {
      step.act(world);
      turnFates(world);
    });
  }
  simulation.advanceTo(startedAtMs);
  return simulation;
}
