import { describe, expect, test } from "vitest";
import {
  actionOf,
  addAutoscaler,
  applied,
  completed,
  contextOf,
  edit,
  inverseOf,
  orderOf,
  planOf,
  readDeployment,
  refusal,
} from "./actions-bench.ts";
import type { ActionsCluster, OpenActionsCluster } from "./actions-cluster.ts";

const SCALE = "kubernetes.scale";
const api = { deployment: "feature-api" };

/** Scaling, on any API server with the platform in it. */
export function scaleContract(open: OpenActionsCluster): void {
  describe("scale", () => {
    const toZero = async (cluster: ActionsCluster): Promise<void> => {
      await edit(cluster, "deployments", "feature-api", { spec: { replicas: 0 } });
      const none = async () => (await readDeployment(cluster)).status?.replicas ?? 0;
      await cluster.until("no pods of feature-api", async () => (await none()) === 0);
    };

    test("starts as many pods as asked, and back to none", async () => {
      const cluster = await open();
      await toZero(cluster);
      const plan = await planOf(cluster, SCALE, { ...api, replicas: 3 });
      expect(await actionOf(SCALE).rehearse(plan, contextOf(cluster))).toEqual([]);
      const receipt = await applied(cluster, plan);
      await completed(cluster, plan, [receipt]);
      expect((await readDeployment(cluster)).status?.availableReplicas).toBe(3);
      const back = await inverseOf(cluster, plan, [receipt]);
      await completed(cluster, back, [await applied(cluster, back, "run-2")]);
      expect((await readDeployment(cluster)).spec.replicas).toBe(0);
    });

    test("is not undone over somebody else's number", async () => {
      const cluster = await open();
      const plan = await planOf(cluster, SCALE, { ...api, replicas: 3 });
      const receipt = await applied(cluster, plan);
      await edit(cluster, "deployments", "feature-api", { spec: { replicas: 6 } });
      await expect(inverseOf(cluster, plan, [receipt])).rejects.toEqual(refusal("not-now", /6 replicas/));
    });

    test("takes the autoscaler's minimum where none is asked, and says who decides then", async () => {
      const cluster = await open();
      await toZero(cluster);
      await addAutoscaler(cluster, 2, 10);
      const plan = await planOf(cluster, SCALE, api);
      expect(plan.changes).toEqual([{ path: "replicas", from: 0, to: 2 }]);
      expect(plan.warnings.join("\n")).toContain("takes over");
    });

    test("is not ready once the number was changed", async () => {
      const cluster = await open();
      const plan = await planOf(cluster, SCALE, { ...api, replicas: 3 });
      await edit(cluster, "deployments", "feature-api", { spec: { replicas: 6 } });
      await expect(orderOf(cluster, plan)).rejects.toThrow("spec.replicas");
    });
  });
}
