import { afterEach, describe, expect, test } from "vitest";
import { MARK_ANNOTATION } from "../../src/core/plan/plan.ts";
import { plainTemplate, templateHash } from "../../src/clients/kubernetes-objects/pod-template.ts";
import {
  actionOf,
  addAutoscaler,
  applied,
  completed,
  contextOf,
  edit,
  inverseOf,
  listPods,
  orderOf,
  planOf,
  readDeployment,
  readService,
} from "./actions-bench.ts";
import type { ActionsCluster, Situation, StartActionsCluster } from "./actions-cluster.ts";

const UNDO = "kubernetes.rollout-undo";
const RESTART = "kubernetes.rollout-restart";
const SCALE = "kubernetes.scale";
const SELECTOR = "kubernetes.service-selector";
const api = { deployment: "feature-api" };
const failover = { service: "kv-store", set: { role: "replica" } };
const refusal = (words: RegExp) =>
  expect.objectContaining({ name: "PlanRefusal", message: expect.stringMatching(words) });
const image = (tag: string) => ({ spec: { template: { metadata: { annotations: { "example.com/tag": tag } } } } });

/** What every action does on any API server with the platform in it. */
export function actionsContract(start: StartActionsCluster): void {
  const running: ActionsCluster[] = [];
  const open = async (situation: Situation = "healthy"): Promise<ActionsCluster> => {
    const cluster = await start(situation);
    running.push(cluster);
    return cluster;
  };
  afterEach(async () => {
    await Promise.all(running.splice(0).map((cluster) => cluster.close()));
  });

  describe("rollout-undo", () => {
    test("leads a bad release back to the template before it, and the undo of that forward again", async () => {
      const cluster = await open("bad-rollout");
      const bad = await readDeployment(cluster);
      const plan = await planOf(cluster, UNDO, api);
      expect(plan.changes.map((change) => change.path)).toContain("image");
      expect(await actionOf(UNDO).rehearse(plan, contextOf(cluster))).toEqual([]);
      expect(templateHash((await readDeployment(cluster)).spec.template)).toBe(templateHash(bad.spec.template));

      const receipt = await applied(cluster, plan);
      const after = await readDeployment(cluster);
      expect(plan.writes[0]?.body).toContainEqual({
        op: "replace",
        path: "/spec/template",
        value: plainTemplate(after.spec.template),
      });
      expect(after.metadata.annotations?.[MARK_ANNOTATION]).toBe("run-1/proposal/1");
      expect(after.spec.replicas).toBe(bad.spec.replicas);
      const progress = await completed(cluster, plan, [receipt]);
      expect(progress.completedAtMs).toBeGreaterThanOrEqual(Math.floor(Number(receipt["atMs"]) / 1000) * 1000);
      expect(progress.completedAtMs).toBeLessThanOrEqual(cluster.now() + 1000);

      const back = await inverseOf(cluster, plan, [receipt]);
      expect(back.changes).toEqual(plan.changes.map(({ path, from, to }) => ({ path, from: to, to: from })));
      await applied(cluster, back, "run-2");
      const forward = await readDeployment(cluster);
      expect(templateHash(forward.spec.template)).toBe(templateHash(bad.spec.template));
      expect(forward.metadata.annotations?.[MARK_ANNOTATION]).toBe("run-2/proposal/1");
    });

    test("is not undone over somebody else's change", async () => {
      const cluster = await open("bad-rollout");
      const plan = await planOf(cluster, UNDO, api);
      const receipt = await applied(cluster, plan);
      await edit(cluster, "deployments", "feature-api", image("someone"));
      await expect(inverseOf(cluster, plan, [receipt])).rejects.toEqual(
        refusal(/template .* changed by somebody else/),
      );
    });

    test("is refused for a paused deployment, and for one that has the template already", async () => {
      const cluster = await open("bad-rollout");
      const plan = await planOf(cluster, UNDO, api);
      await applied(cluster, plan);
      const current = Number((await currentRevision(cluster)) ?? Number.NaN);
      await expect(planOf(cluster, UNDO, { ...api, toRevision: current })).rejects.toEqual(refusal(/already/));
      await edit(cluster, "deployments", "feature-api", { spec: { paused: true } });
      await expect(planOf(cluster, UNDO, api)).rejects.toEqual(refusal(/paused/));
    });

    test("stays ready while an autoscaler moves the replicas, not when the template was edited", async () => {
      const cluster = await open("bad-rollout");
      const plan = await planOf(cluster, UNDO, api);
      const [write] = plan.writes;
      if (write === undefined) throw new Error("an undo is one write");
      await edit(cluster, "deployments", "feature-api", {
        spec: { replicas: 5 },
        metadata: { annotations: { "example.com/note": "x" } },
      });
      expect(await actionOf(UNDO).prepare(plan, write, contextOf(cluster))).toMatchObject({ ready: true });
      await edit(cluster, "deployments", "feature-api", image("someone"));
      expect(await actionOf(UNDO).prepare(plan, write, contextOf(cluster))).toEqual({
        ready: false,
        reason: expect.stringContaining("spec.template"),
      });
    });

    test("tells of an autoscaler and of the disruption budget", async () => {
      const cluster = await open("bad-rollout");
      await addAutoscaler(cluster, 2, 10);
      const plan = await planOf(cluster, UNDO, api);
      expect(plan.warnings.join("\n")).toContain("autoscaler feature-api (2 to 10 replicas)");
      expect(plan.warnings.join("\n")).toContain("no record of a revision's health");
      expect(plan.impact.lines.join("\n")).toMatch(/disruption budget feature-api allows \d/);
      expect(plan.equivalent).toMatch(/^kubectl -n \S+ rollout undo deployment\/feature-api --to-revision=\d+$/);
    });
  });

  describe("rollout-restart", () => {
    test("replaces every pod", async () => {
      const cluster = await open();
      const before = (await listPods(cluster, "app=feature-api")).map((pod) => pod.metadata.uid);
      const plan = await planOf(cluster, RESTART, api);
      expect(await actionOf(RESTART).rehearse(plan, contextOf(cluster))).toEqual([]);
      const receipt = await applied(cluster, plan);
      await completed(cluster, plan, [receipt]);
      const after = (await listPods(cluster, "app=feature-api")).filter((pod) => !pod.metadata.deletionTimestamp);
      const replaced = after.filter((pod) => pod.metadata.ownerReferences?.[0]?.kind === "ReplicaSet");
      expect(replaced.map((pod) => pod.metadata.uid).filter((uid) => before.includes(uid))).toEqual([]);
      expect(replaced).toHaveLength((await readDeployment(cluster)).spec.replicas ?? 0);
      expect(actionOf(RESTART).inverse).toBeNull();
    });

    test("made again after the approval, writes the time that was shown", async () => {
      const cluster = await open();
      const plan = await planOf(cluster, RESTART, api);
      const later = { ...contextOf(cluster), nowMs: cluster.now() + 90_000, onsetAtMs: null };
      const again = await actionOf(RESTART).plan(api, { ...later, shown: plan });
      expect(again.writes).toEqual(plan.writes);
      expect((await actionOf(RESTART).plan(api, later)).writes).not.toEqual(plan.writes);
    });

    test("is refused for a paused deployment", async () => {
      const cluster = await open();
      await edit(cluster, "deployments", "feature-api", { spec: { paused: true } });
      await expect(planOf(cluster, RESTART, api)).rejects.toEqual(refusal(/paused/));
    });
  });

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
      await expect(inverseOf(cluster, plan, [receipt])).rejects.toEqual(refusal(/6 replicas/));
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
      await expect(planOf(cluster, SELECTOR, nowhere)).rejects.toEqual(refusal(/no ready pod/));
      const same = { service: "kv-store", set: { role: "primary" } };
      await expect(planOf(cluster, SELECTOR, same)).rejects.toEqual(refusal(/already/));
    });

    test("is neither ready nor undone over somebody else's selector", async () => {
      const cluster = await open();
      const plan = await planOf(cluster, SELECTOR, failover);
      const receipt = await applied(cluster, plan);
      await edit(cluster, "services", "kv-store", { spec: { selector: { tier: "hot" } } });
      await expect(orderOf(cluster, plan)).rejects.toThrow("spec.selector");
      await expect(inverseOf(cluster, plan, [receipt])).rejects.toEqual(refusal(/somebody else/));
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
      expect((await actionOf(SELECTOR).apply(order, contextOf(cluster))).outcome).toBe("conflict");
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

async function currentRevision(cluster: ActionsCluster): Promise<string | undefined> {
  const revision = async () =>
    (await readDeployment(cluster)).metadata.annotations?.["deployment.kubernetes.io/revision"];
  const seen = async () => {
    const { metadata, status } = await readDeployment(cluster);
    return status?.observedGeneration === metadata.generation;
  };
  await cluster.until("the controller to record the revision", seen);
  return revision();
}
