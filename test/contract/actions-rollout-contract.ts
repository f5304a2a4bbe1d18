import { describe, expect, test } from "vitest";
import { MARK_ANNOTATION } from "../../src/core/plan/plan.ts";
import type { Deployment } from "../../src/actions/kubernetes/objects.ts";
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
  planOf,
  readDeployment,
  refusal,
  editedTemplate,
} from "./actions-bench.ts";
import type { ActionsCluster, OpenActionsCluster } from "./actions-cluster.ts";

const UNDO = "kubernetes.rollout-undo";
const RESTART = "kubernetes.rollout-restart";
const api = { deployment: "feature-api" };

/** Rolling back and restarting, on any API server with the platform in it. */
export function rolloutContract(open: OpenActionsCluster): void {
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

    test("leads back to the template before it also where the bad one comes again", async () => {
      const cluster = await open("bad-rollout");
      const plan = await planOf(cluster, UNDO, api);
      const receipt = await applied(cluster, plan);
      await completed(cluster, plan, [receipt]);
      const good = templateHash((await readDeployment(cluster)).spec.template);
      await applied(cluster, await inverseOf(cluster, plan, [receipt]), "run-2");
      const number = Number(await currentRevision(cluster));
      const again = await planOf(cluster, UNDO, api, cluster.now() + 60_000);
      expect(again.summary).toBe(`roll feature-api back to revision ${number - 1}`);
      await applied(cluster, again, "run-3");
      expect(templateHash((await readDeployment(cluster)).spec.template)).toBe(good);
    });

    test("is not undone over somebody else's change", async () => {
      const cluster = await open("bad-rollout");
      const plan = await planOf(cluster, UNDO, api);
      const receipt = await applied(cluster, plan);
      await edit(cluster, "deployments", "feature-api", editedTemplate("someone"));
      await expect(inverseOf(cluster, plan, [receipt])).rejects.toEqual(
        refusal("not-now", /template .* changed by somebody else/),
      );
    });

    test("is refused for a paused deployment, and for one that has the template already", async () => {
      const cluster = await open("bad-rollout");
      const plan = await planOf(cluster, UNDO, api);
      await applied(cluster, plan);
      const current = Number((await currentRevision(cluster)) ?? Number.NaN);
      await expect(planOf(cluster, UNDO, { ...api, toRevision: current })).rejects.toEqual(
        refusal("not-now", /already/),
      );
      const never = { ...api, toRevision: 4_000 };
      await expect(planOf(cluster, UNDO, never)).rejects.toEqual(refusal("unfit", /no revision 4000/));
      await edit(cluster, "deployments", "feature-api", { spec: { paused: true } });
      await expect(planOf(cluster, UNDO, api)).rejects.toEqual(refusal("not-now", /paused/));
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
      await edit(cluster, "deployments", "feature-api", editedTemplate("someone"));
      expect(await actionOf(UNDO).prepare(plan, write, contextOf(cluster))).toEqual({
        ready: false,
        reason: expect.stringContaining("spec.template"),
      });
    });

    test("says so when the release began after the trouble did", async () => {
      const cluster = await open("bad-rollout");
      const [first, second] = await Promise.all(
        [0, cluster.now()].map((onset) => planOf(cluster, UNDO, api, onset).catch(String)),
      );
      // Everything that is kept began after the epoch: there is nothing to go back to that did not.
      expect(first).toContain("each earlier revision began after");
      expect(second).toMatchObject({
        warnings: expect.not.arrayContaining([expect.stringContaining("it did not bring it")]),
      });
      const current = await readDeployment(cluster);
      const asked = await planOf(cluster, UNDO, { ...api, toRevision: Number(revisionOf(current)) - 1 }, 0);
      expect(asked.warnings).toContainEqual(expect.stringContaining("it did not bring it"));
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
      await expect(planOf(cluster, RESTART, api)).rejects.toEqual(refusal("not-now", /paused/));
    });
  });
}

async function currentRevision(cluster: ActionsCluster): Promise<string | undefined> {
  const seen = async () => {
    const { metadata, status } = await readDeployment(cluster);
    return status?.observedGeneration === metadata.generation;
  };
  await cluster.until("the controller to record the revision", seen);
  return revisionOf(await readDeployment(cluster));
}

function revisionOf({ metadata }: Deployment): string | undefined {
  return metadata.annotations?.["deployment.kubernetes.io/revision"];
}
