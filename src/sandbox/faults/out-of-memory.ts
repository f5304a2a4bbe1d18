import { release } from "../world/changes.ts";
import type { Fate } from "../world/fate.ts";
import type { Pod } from "../world/objects.ts";
import { MINUTE_MS, SECOND_MS } from "../world/time.ts";
import type { Fault } from "./fault.ts";
import { createdMs, isFeatureApi, spread } from "./pod-facts.ts";
import { onset } from "./step.ts";

const ONSET_MS = -200 * SECOND_MS;

function killed(runsMs: number): Fate {
  return {
    kind: "crash",
    runsMs,
    readyAfterMs: 5 * SECOND_MS,
    exitCode: 137,
    reason: "OOMKilled",
    complaint: (draw) => `Heap at ${96 + Math.floor(draw * 4)} % of the limit while loading the cache`,
  };
}

/** Until a cache that is too large has been loaded. */
function soon(pod: Pod): Fate {
  return killed(spread(pod, 14_000, 26_000));
}

/** Until an empty cache has grown too large. */
const LATER_MS = 20 * MINUTE_MS;

export const outOfMemory: Fault = {
  name: "out-of-memory",
  description:
    "A release quadruples the cache; its pods become ready, fill their memory and are killed, again and again.",
  expected: { outcome: "problem", cause: "out-of-memory", proposal: "rollback" },
  steps: () => [
    {
      atMs: -270 * SECOND_MS,
      act: (world) => release(world, "feature-api", { env: { CACHE_ENTRIES: "8000000" }, cause: "larger cache" }),
    },
  ],
  fate: (pod) =>
    pod.spec.containers[0]?.env?.some((variable) => variable.name === "CACHE_ENTRIES") ? soon(pod) : undefined,
};

export const outOfMemoryNoRelease: Fault = {
  name: "out-of-memory-no-release",
  description:
    "The data outgrew the memory limit. Running pods load their whole cache at every start; new ones take a while to fill theirs.",
  expected: { outcome: "problem", cause: "out-of-memory", proposal: "raise-memory-limit" },
  steps: () => [onset(ONSET_MS)],
  fate: (pod, sinceStartMs, world) => {
    if (!isFeatureApi(pod) || sinceStartMs < ONSET_MS) {
      return undefined;
    }
    return createdMs(pod, world) < ONSET_MS ? soon(pod) : killed(LATER_MS);
  },
};
