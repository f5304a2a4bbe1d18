import { crash, live, startContainer } from "./container-life.ts";
import type { Fate } from "./fate.ts";
import type { Pod } from "./objects.ts";
import type { PodRuntime } from "./pod-runtime.ts";
import { later } from "./pod-steps.ts";
import { schedulePod } from "./scheduler.ts";
import type { World } from "./world.ts";

/** Lets pods meet what the fault now has in store for them: called when something around them changed. */
export function turnFates(world: World): void {
  for (const pod of world.store.list("pods")) {
    const runtime = world.runtimes.get(pod.metadata.uid);
    if (runtime === undefined || pod.metadata.deletionTimestamp !== undefined) {
      continue;
    }
    const fate = world.fateOf(world, pod);
    if (fate.kind === runtime.fate.kind) {
      runtime.fate = fate;
    } else {
      turn(world, pod, runtime, fate);
    }
  }
}

function turn(world: World, pod: Pod, runtime: PodRuntime, fate: Fate): void {
  const backingOff = runtime.fate.kind === "crash" && runtime.runningSinceMs === undefined;
  runtime.fate = fate;
  if (backingOff) {
    return; // The next start after the back-off meets the new fate.
  }
  runtime.epoch += 1;
  if (runtime.node === undefined) {
    later(world, pod.metadata.uid, world.random.between(5, 40), (current) => schedulePod(world, current, runtime));
  } else if (runtime.runningSinceMs === undefined) {
    later(world, pod.metadata.uid, world.random.between(300, 900), (current) =>
      startContainer(world, current, runtime),
    );
  } else {
    live(world, pod, runtime, fate);
  }
}

/** Ends a running container once, whatever its fate: it is started again at once. */
export function killContainer(world: World, pod: Pod, exitCode: number, reason: string): void {
  const runtime = world.runtimes.get(pod.metadata.uid);
  if (runtime?.runningSinceMs !== undefined) {
    runtime.epoch += 1;
    crash(world, pod, runtime, exitCode, reason);
  }
}
