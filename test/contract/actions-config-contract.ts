import { describe, expect, test } from "vitest";
import type { ConfigMap } from "../../src/actions/kubernetes/objects.ts";
import { apiPath } from "../../src/clients/kubernetes-client.ts";
import {
  actionOf,
  allApplied,
  applied,
  completed,
  contextOf,
  edit,
  editedTemplate,
  inverseOf,
  orderOf,
  planOf,
  readDeployment,
  refusal,
} from "./actions-bench.ts";
import type { ActionsCluster, OpenActionsCluster } from "./actions-cluster.ts";

const CONFIG = "kubernetes.config";
const ttl = { deployment: "feature-api", configMap: "feature-api", key: "cache.ttl", as: "duration" };

function readConfigMap({ somebody }: ActionsCluster): Promise<ConfigMap> {
  const path = apiPath("api", "v1", "namespaces", somebody.namespace, "configmaps", "feature-api");
  return somebody.get(path, AbortSignal.timeout(30_000));
}

/** Setting a key of a ConfigMap, on any API server with the platform in it. */
export function configContract(open: OpenActionsCluster): void {
  describe("config", () => {
    /** Somebody gives the key a value that is known. */
    const opened = async (): Promise<ActionsCluster> => {
      const cluster = await open();
      await edit(cluster, "configmaps", "feature-api", { data: { "cache.ttl": "90s", greeting: "hello" } });
      return cluster;
    };

    test("sets the key, replaces the pods, and sets it back with other pods", async () => {
      const cluster = await opened();
      const before = await readDeployment(cluster);
      const plan = await planOf(cluster, CONFIG, { ...ttl, value: "10m" });
      expect(plan.writes.map(({ id, object }) => [id, object.split("/")[0]])).toEqual([
        ["1", "configmap"],
        ["2", "deployment"],
      ]);
      expect(plan.changes[0]).toEqual({ path: "feature-api: cache.ttl", from: "90s", to: "10m" });
      expect(await actionOf(CONFIG).rehearse(plan, contextOf(cluster))).toEqual([]);
      const receipts = await allApplied(cluster, plan);
      const progress = await completed(cluster, plan, receipts);
      expect(progress.complete).toBe(true);
      expect((await readConfigMap(cluster)).data).toMatchObject({ "cache.ttl": "10m", greeting: "hello" });
      const after = await readDeployment(cluster);
      expect(after.spec.template).not.toEqual(before.spec.template);

      const back = await inverseOf(cluster, plan, receipts);
      // Made again after its approval, which comes a while later: the same writes.
      const later = { ...contextOf(cluster), nowMs: cluster.now() + 60_000, shown: back };
      expect((await actionOf(CONFIG).inverse?.(plan, receipts, later))?.writes).toEqual(back.writes);
      await completed(cluster, back, await allApplied(cluster, back, "run-2"));
      expect((await readConfigMap(cluster)).data?.["cache.ttl"]).toBe("90s");
    });

    test("a text that may be anybody's is not told in the plan, and is set back all the same", async () => {
      const cluster = await opened();
      const plan = await planOf(cluster, CONFIG, { ...ttl, key: "greeting", as: "text", value: "good evening" });
      expect(plan.changes[0]).toEqual({
        path: "feature-api: greeting",
        from: "another text of 5 bytes",
        to: "good evening",
      });
      expect(JSON.stringify(plan)).not.toContain("hello");
      const receipts = await allApplied(cluster, plan);
      await completed(cluster, plan, receipts);
      const back = await inverseOf(cluster, plan, receipts);
      await completed(cluster, back, await allApplied(cluster, back, "run-2"));
      expect((await readConfigMap(cluster)).data?.["greeting"]).toBe("hello");
    });

    test("multiplies what is there, no further than allowed", async () => {
      const cluster = await opened();
      const plan = await planOf(cluster, CONFIG, { ...ttl, factor: 4, most: "5m" });
      expect(plan.changes[0]).toMatchObject({ from: "90s", to: "5m" });
    });

    test("each write is guarded by its own object", async () => {
      const cluster = await opened();
      const plan = await planOf(cluster, CONFIG, { ...ttl, value: "10m" });
      await edit(cluster, "configmaps", "feature-api", { data: { greeting: "good morning" } });
      // Another key of the ConfigMap is not what was approved.
      await orderOf(cluster, plan, "run-1", "1");
      await edit(cluster, "configmaps", "feature-api", { data: { "cache.ttl": "3m" } });
      await expect(orderOf(cluster, plan, "run-1", "1")).rejects.toThrow("data.cache.ttl");
      await orderOf(cluster, plan, "run-1", "2");
      await edit(cluster, "deployments", "feature-api", editedTemplate("other"));
      await expect(orderOf(cluster, plan, "run-1", "2")).rejects.toThrow("spec.template");
    });

    test("a write whose answer was lost is found by its mark, each on its own object", async () => {
      const cluster = await opened();
      const plan = await planOf(cluster, CONFIG, { ...ttl, value: "10m" });
      const first = await orderOf(cluster, plan, "run-1", "1");
      const second = await orderOf(cluster, plan, "run-1", "2");
      const found = async (order: typeof first) => (await actionOf(CONFIG).reconcile(order, contextOf(cluster))).found;
      expect(await found(first)).toBe("not-applied");
      await applied(cluster, plan, "run-1", 5, "1");
      expect(await found(first)).toBe("applied");
      await applied(cluster, plan, "run-1", 5, "2");
      expect(await found(second)).toBe("applied");
    });

    test("is not undone over somebody else's value", async () => {
      const cluster = await opened();
      const plan = await planOf(cluster, CONFIG, { ...ttl, value: "10m" });
      const receipts = await allApplied(cluster, plan);
      await edit(cluster, "configmaps", "feature-api", { data: { "cache.ttl": "3m" } });
      await expect(inverseOf(cluster, plan, receipts)).rejects.toEqual(
        refusal("not-now", /somebody else changed cache\.ttl/),
      );
    });

    test.each([
      [
        "a key that is not there",
        { ...ttl, key: "cache.tll", value: "10m" },
        "unfit",
        /no key cache\.tll; there are: .*cache\.ttl/,
      ],
      ["a value of another type", { ...ttl, value: "ten minutes" }, "unfit", /"ten minutes" is no duration/],
      [
        "a present value of another type",
        { ...ttl, key: "greeting", value: "10m" },
        "unfit",
        /^what key greeting holds is no duration(?!.*hello)/,
      ],
      ["the value that is there", { ...ttl, value: "90s" }, "not-now", /is "90s" already/],
      ["a factor with a limit that is none", { ...ttl, factor: 2, most: "a while" }, "unfit", /cannot be multiplied/],
      ["neither a value nor a factor", ttl, "unsaid", /give a value/],
      ["a factor of a text", { ...ttl, as: "text", factor: 2 }, "unfit", /cannot be multiplied/],
    ] as const)("refuses %s", async (_, args, kind, words) => {
      const cluster = await opened();
      await expect(planOf(cluster, CONFIG, args)).rejects.toEqual(refusal(kind, words));
    });

    test("refuses a ConfigMap that is immutable, whatever the value", async () => {
      const cluster = await opened();
      await edit(cluster, "configmaps", "feature-api", { immutable: true });
      for (const value of ["10m", "90s"])
        await expect(planOf(cluster, CONFIG, { ...ttl, value })).rejects.toEqual(refusal("unfit", /is immutable/));
    });
  });
}
