import { readFile } from "node:fs/promises";
import { actionsContract } from "../../contract/actions-contract.ts";
import type { ActionsCluster, Situation } from "../../contract/actions-cluster.ts";
import { doorsOf } from "../../contract/doors-of.ts";
import { plainKubernetesClient } from "../../contract/plain-kubernetes-client.ts";
import { describeLab, sharedCluster } from "../cluster-from-injected.ts";
import { badRollout } from "../platform/faults.ts";
import { startPlatform } from "../platform/platform.ts";
import { waitUntil } from "../process/wait-until.ts";

describeLab("actions on the lab's cluster", () => {
  actionsContract(async (situation: Situation): Promise<ActionsCluster> => {
    const cluster = sharedCluster();
    const platform = await startPlatform(cluster, { minAvailable: 2 });
    if (situation === "bad-rollout") await badRollout(platform);
    const kubeconfig = async (user: "operator" | "admin") =>
      readFile(await cluster.kubeconfigFor(user, platform.namespace), "utf8");
    const doors = doorsOf(await kubeconfig("operator"));
    return {
      doors,
      somebody: plainKubernetesClient(await kubeconfig("admin")),
      now: () => Date.now(),
      until: (what, ask) => waitUntil(what, ask, { timeoutMs: 60_000, everyMs: 200 }).then(() => undefined),
      async close() {
        await doors.close();
        await platform.close();
      },
    };
  });
});
