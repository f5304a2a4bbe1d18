import { describe, expect, test } from "vitest";
import { MARK_ANNOTATION } from "../../src/core/plan/plan.ts";
import {
  actionOf,
  applied,
  completed,
  contextOf,
  edit,
  inverseOf,
  listPods,
  orderOf,
  planOf,
  readService,
  refusal,
} from "./actions-bench.ts";
import type { OpenActionsCluster } from "./actions-cluster.ts";

const SELECTOR = "kubernetes.service-selector";
const failover = { service: "kv-store", set: { role: "replica" } };

/** Leading a Service to other pods; and what guard and mark of every write do, on any API server with the platform in it. */
export function selectorContract(open: OpenActionsCluster): void {
  describe("service-selector", () => {
    test("leads the service to the ready pods of the replica, and back", async () => {
      const cluster = await open();
      const plan = await planOf(cluster, SELECTOR, failover);
      expect(plan.changes).toEqual([{ path: "selector.role", from: "primary", to: "replica" }]);
      expect(await actionOf(SELECTOR).rehearse(plan, contextOf(cluster))).toEqual([]);
      const receipt = await applied(cluster, plan);
      expect((await readService(cluster)).spec.selector).toEqual({ app: "kv-store", role: "replica" });
      const { summary } = await completed(cluster, plan, [receipt]);
      const replicas = await listPods(cluster, "app=kv-store,role=replica");
      expect(summary).toContain(`${replicas.length} ready endpoint`);

      const back = await inverseOf(cluster, plan, [receipt]);
      await completed(cluster, back, [await applied(cluster, back, "run-2")]);
      expect((await readService(cluster)).spec.selector).toEqual({ app: "kv-store", role: "primary" });
    });

    test("is refused when no ready pod would match, or when it is so already", async () => {
      const cluster = await open();
      const nowhere = { service: "kv-store", set: { role: "witness" } };
      await expect(planOf(cluster, SELECTOR, nowhere)).rejects.toEqual(
        refusal("unfit", /no ready pod .*, nor any other/),
      );
      const same = { service: "kv-store", set: { role: "primary" } };
      await expect(planOf(cluster, SELECTOR, same)).rejects.toEqual(refusal("not-now", /already/));
    });

    test("is refused for a service that has no selector", async () => {
      const cluster = await open();
      await edit(cluster, "services", "kv-store", { spec: { selector: null } });
      await expect(planOf(cluster, SELECTOR, failover)).rejects.toEqual(refusal("unfit", /has no selector/));
    });

    test("is refused where the other pods lack the port that the service leads to by its name", async () => {
      const cluster = await open();
      const { ports } = (await readService(cluster)).spec;
      const renamed = (ports ?? []).map((port) => ({ ...port, targetPort: "renamed" }));
      await edit(cluster, "services", "kv-store", { spec: { ports: renamed } });
      await expect(planOf(cluster, SELECTOR, failover)).rejects.toEqual(refusal("unfit", /no port named renamed/));
    });

    test("is neither ready nor undone over somebody else's selector", async () => {
      const cluster = await open();
      const plan = await planOf(cluster, SELECTOR, failover);
      const receipt = await applied(cluster, plan);
      await edit(cluster, "services", "kv-store", { spec: { selector: { tier: "hot" } } });
      await expect(orderOf(cluster, plan)).rejects.toThrow("spec.selector");
      await expect(inverseOf(cluster, plan, [receipt])).rejects.toEqual(refusal("not-now", /somebody else/));
    });
  });

  describe("guard and mark", () => {
    test("a stale version is a conflict, and changes nothing", async () => {
      const cluster = await open();
      const plan = await planOf(cluster, SELECTOR, failover);
      const order = await orderOf(cluster, plan);
      await edit(cluster, "services", "kv-store", { metadata: { labels: { "example.com/note": "moved" } } });
      const receipt = await actionOf(SELECTOR).apply(order, contextOf(cluster));
      expect(receipt.outcome).toBe("conflict");
      const service = await readService(cluster);
      expect(service.spec.selector).toEqual({ app: "kv-store", role: "primary" });
      expect(service.metadata.annotations?.[MARK_ANNOTATION]).toBeUndefined();
    });

    test("the same order sent twice is applied once", async () => {
      const cluster = await open();
      const plan = await planOf(cluster, SELECTOR, failover);
      const order = await orderOf(cluster, plan);
      expect((await actionOf(SELECTOR).apply(order, contextOf(cluster))).outcome).toBe("applied");
      // The guard refuses it; but the mark is there, as where a proxy sent the first one twice: the live system is asked, and knows it as made.
      expect((await actionOf(SELECTOR).apply(order, contextOf(cluster))).outcome).toBe("lost");
      expect((await actionOf(SELECTOR).reconcile(order, contextOf(cluster))).found).toBe("applied");
    });

    test("the object tells what became of a write", async () => {
      const cluster = await open();
      const action = actionOf(SELECTOR);
      const plan = await planOf(cluster, SELECTOR, failover);
      const order = await orderOf(cluster, plan);
      const found = async () => (await action.reconcile(order, contextOf(cluster))).found;
      expect(await found()).toBe("not-applied");
      await action.apply(order, contextOf(cluster));
      expect(await found()).toBe("applied");
      await edit(cluster, "services", "kv-store", {
        metadata: { annotations: { [MARK_ANNOTATION]: "run-9/other/1" } },
      });
      expect(await found()).toBe("unknown");
    });

    test("annotations of others stay", async () => {
      const cluster = await open();
      await edit(cluster, "services", "kv-store", { metadata: { annotations: { "example.com/team": "ml" } } });
      await applied(cluster, await planOf(cluster, SELECTOR, failover));
      expect((await readService(cluster)).metadata.annotations).toMatchObject({
        "example.com/team": "ml",
        [MARK_ANNOTATION]: "run-1/proposal/1",
      });
    });
  });
}
