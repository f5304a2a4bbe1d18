import { release } from "../world/changes.ts";
import { terminatePod } from "../world/pod-deletion.ts";
import { NAMESPACE } from "../world/names.ts";
import { featureApiImage } from "../world/images.ts";
import type { FaultStep } from "./fault.ts";
import { isFeatureApi } from "./pod-facts.ts";

/** Nothing to do at this time but to let pods meet what it brings. */
export function onset(atMs: number): FaultStep {
  return { atMs, act: () => {} };
}

/** A release of the feature API with another image. */
export function releaseOf(version: string, atMs: number): FaultStep {
  const image = featureApiImage(version);
  return { atMs, act: (world) => release(world, "feature-api", { image, cause: `feature-api ${version}` }) };
}

/** One pod of the feature API is deleted, as by a drained node, and has to be replaced. */
export function replaceOnePod(atMs: number): FaultStep {
  return {
    atMs,
    act: (world) => {
      const pod = world.store.list("pods", NAMESPACE).find(isFeatureApi);
      if (pod !== undefined) {
        terminatePod(world, pod);
      }
    },
  };
}
