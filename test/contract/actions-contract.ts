import { afterEach } from "vitest";
import type { ActionsCluster, StartActionsCluster } from "./actions-cluster.ts";
import { boundsContract } from "./actions-bounds-contract.ts";
import { configContract } from "./actions-config-contract.ts";
import { rolloutContract } from "./actions-rollout-contract.ts";
import { scaleContract } from "./actions-scale-contract.ts";
import { selectorContract } from "./actions-selector-contract.ts";

/** What every action does on any API server with the platform in it. Each test has a platform of its own. */
export function actionsContract(start: StartActionsCluster): void {
  const running: ActionsCluster[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((cluster) => cluster.close()));
  });
  for (const contract of [rolloutContract, scaleContract, boundsContract, selectorContract, configContract]) {
    contract(async (situation = "healthy") => {
      const cluster = await start(situation);
      running.push(cluster);
      return cluster;
    });
  }
}
