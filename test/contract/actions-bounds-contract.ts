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
import type { OpenActionsCluster } from "./actions-cluster.ts";

const SCALE = "kubernetes.scale";
const api = { deployment: "feature-api" };

/** Scaling what an autoscaler scales, on any API server with the platform in it: feature-api has 4 replicas there. */
export function boundsContract(open: OpenActionsCluster): void {
  describe("scale, with an autoscaler", () => {
    test("says that the autoscaler would fight a number outside its bounds", async () => {
      const cluster = await open();
      await addAutoscaler(cluster, 2, 5);
      const plan = await planOf(cluster, SCALE, { ...api, factor: 1.5 });
      expect(plan.changes).toEqual([{ path: "replicas", from: 4, to: 6 }]);
      expect(plan.warnings.join("\n")).toContain("will fight this: it sets the replicas back to at most 5");
    });

    test("changes the bounds where asked, waits for the pods, and sets them back", async () => {
      const cluster = await open();
      await addAutoscaler(cluster, 2, 5);
      const plan = await planOf(cluster, SCALE, { ...api, factor: 1.5, autoscaler: "bounds" });
      expect(plan.changes).toEqual([
        { path: "minReplicas", from: 2, to: 6 },
        { path: "maxReplicas", from: 5, to: 6 },
      ]);
      expect(await actionOf(SCALE).rehearse(plan, contextOf(cluster))).toEqual([]);
      const receipt = await applied(cluster, plan);
      await completed(cluster, plan, [receipt]);
      expect((await readDeployment(cluster)).status?.availableReplicas).toBe(6);
      const back = await inverseOf(cluster, plan, [receipt]);
      expect(back.changes).toEqual([
        { path: "minReplicas", from: 6, to: 2 },
        { path: "maxReplicas", from: 6, to: 5 },
      ]);
    });

    test("is not ready, and not undone, over somebody else's bounds", async () => {
      const cluster = await open();
      await addAutoscaler(cluster, 2, 5);
      const plan = await planOf(cluster, SCALE, { ...api, replicas: 5, autoscaler: "bounds" });
      const receipt = await applied(cluster, plan);
      await edit(cluster, "horizontalpodautoscalers", "feature-api", { spec: { maxReplicas: 9 } });
      await expect(inverseOf(cluster, plan, [receipt])).rejects.toEqual(refusal("not-now", /5 and 9 since/));
      await expect(orderOf(cluster, plan)).rejects.toThrow("spec.maxReplicas");
    });

    test("scales the Deployment itself where there is no autoscaler", async () => {
      const cluster = await open();
      const plan = await planOf(cluster, SCALE, { ...api, factor: 1.5, most: 5, autoscaler: "bounds" });
      expect(plan.changes).toEqual([{ path: "replicas", from: 4, to: 5 }]);
    });
  });
}
