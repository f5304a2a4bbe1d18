import { describe } from "vitest";
import { startSandbox } from "../../src/sandbox/start.ts";
import { actionsContract } from "./actions-contract.ts";
import type { ActionsCluster, Situation } from "./actions-cluster.ts";
import { doorsOf } from "./doors-of.ts";
import { plainKubernetesClient } from "./plain-kubernetes-client.ts";

const FAULTS: { readonly [situation in Situation]: string } = { healthy: "none", "bad-rollout": "bad-rollout" };
/** More of the sandbox's time than any rollout of it takes. */
const PATIENCE_SECONDS = 600;

/** The sandbox's time is the test's: waiting turns its clock. */
async function start(situation: Situation): Promise<ActionsCluster> {
  let nowMs = Date.parse("2026-11-22T03:09:30Z");
  const sandbox = await startSandbox({ fault: FAULTS[situation], seed: 7, startedAtMs: nowMs, now: () => nowMs });
  const doors = doorsOf(sandbox.kubeconfigYaml);
  return {
    doors,
    somebody: plainKubernetesClient(sandbox.kubeconfigYaml),
    now: () => nowMs,
    async until(what, ask) {
      for (let second = 0; second < PATIENCE_SECONDS; second += 1) {
        if (await ask()) return;
        nowMs += 1000;
      }
      throw new Error(`waited ${PATIENCE_SECONDS} s of the sandbox for ${what}`);
    },
    async close() {
      await doors.close();
      await sandbox.close();
    },
  };
}

describe("actions on the sandbox", () => actionsContract(start));
