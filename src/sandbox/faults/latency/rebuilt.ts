import type { World } from "../../world/world.ts";
import { release } from "../../world/changes.ts";
import { timestamp } from "../../world/time.ts";
import type { FaultStep } from "../fault.ts";

/** All pods of a Deployment are replaced by new ones, which read the configuration as it is then. */
export function rebuilt(deployment: string, atMs: number): FaultStep {
  return {
    atMs,
    act: (world: World) =>
      release(world, deployment, { env: { ROLLED_AT: timestamp(world.nowMs) }, cause: "configuration reload" }),
  };
}
