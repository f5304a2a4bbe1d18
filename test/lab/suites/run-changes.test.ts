import { afterAll, beforeAll, expect, it } from "vitest";
import { describeLab } from "../cluster-from-injected.ts";
import { badRollout, badRolloutReady, crashLoop, kvDown, recover, scaledToZero } from "../platform/faults.ts";
import { errorRatioQuery, featureLookups, lookupErrorsTotal } from "../prometheus/feature-lookups.ts";
import { startPrometheus, type LabPrometheus } from "../prometheus/start-prometheus.ts";
import { approve, approveUndo, proposed, resume, undoProposed } from "../run/approve.ts";
import { expectChanges, expectNoChange, proposalOf } from "../run/changes.ts";
import { recorded } from "../run/journal.ts";
import { deploymentView, releaseOf, selectorOf } from "../run/kubectl-view.ts";
import { onScene } from "../run/scene.ts";

describeLab("a change that a run makes", { concurrent: true }, () => {
  let calm: LabPrometheus;
  let troubled: LabPrometheus;
  beforeAll(async () => {
    [calm, troubled] = await Promise.all([
      startPrometheus({ counters: featureLookups() }),
      startPrometheus({ counters: featureLookups() }),
    ]);
  });
  afterAll(() => Promise.all([calm.close(), troubled.close()]));

  it("rollback of a release that crashes: made once, verified, and a second approval changes nothing", () =>
    onScene({ prometheusUrl: calm.url }, async (scene) => {
      await badRollout(scene.platform);
      const asked = await proposed(scene, "rollback");
      const applied = await approve(scene, asked, "rollback");
      expect([applied.exitCode, applied.document.outcome]).toEqual([0, "resolved"]);
      const { status, approval, verification } = proposalOf(applied.document, "rollback");
      expect(status).toBe("verified");
      // Whom the cluster takes the program for.
      expect(approval?.as).toBe("operator");
      expect(verification).toMatchObject({ passes: 3, needed: 3 });
      expect(await releaseOf(scene.platform)).toBe("2.4.0");

      const again = await approve(scene, asked, "rollback");
      expect(again.document.proposals).toEqual(applied.document.proposals);
      expect(again.exitCode).toBe(0);
      await expectChanges(scene, applied.document, ["rollback"]);
    }));

  it("rollback of a release that serves errors: verified when lookups work again; undone on request", () =>
    onScene({ prometheusUrl: troubled.url }, async (scene) => {
      const { platform } = scene;
      await badRolloutReady(platform);
      troubled.setRate(lookupErrorsTotal, 37.2);
      await troubled.waitForValue(errorRatioQuery("5s"), (value) => value > 0.3);
      const asked = await proposed(scene, "rollback");
      const applying = approve(scene, asked, "rollback");
      // The service recovers with its change, as a real one does; the program only sees its metrics.
      const { event } = await recorded(scene.home, "received");
      troubled.setRate(lookupErrorsTotal, 0);
      const applied = await applying;
      expect([applied.exitCode, applied.document.outcome]).toEqual([0, "resolved"]);
      expect(await releaseOf(platform)).toBe("2.4.0");
      // No sample counts whose window of 5 s reaches back behind the change: the first can come 5 s after it, two more follow.
      const endedAtMs = Date.parse(applied.document.run.endedAt ?? "");
      expect(endedAtMs - event.atMs).toBeGreaterThanOrEqual(7_000);
      await expectChanges(scene, applied.document, ["rollback"]);

      const inverse = await undoProposed(scene, applied.document.run.id, "undo-rollback");
      await expectChanges(scene, applied.document, ["rollback"]);
      const undone = await approveUndo(scene, inverse, "undo-rollback");
      expect(proposalOf(undone.document, "rollback").status).toBe("undone");
      expect(proposalOf(undone.document, "undo-rollback").status).toBe("verified");
      // Its pods are ready and the errors are still away.
      expect([undone.exitCode, undone.document.outcome]).toEqual([0, "healthy"]);
      expect(await releaseOf(platform)).toBe("2.4.1");
      await expectChanges(scene, undone.document, ["rollback", "undo-rollback"]);
    }));

  it("undo of a rollback to a release that crashes: made once, and said to be unproved", () =>
    onScene({ prometheusUrl: calm.url }, async (scene) => {
      await badRollout(scene.platform, { progressDeadlineSeconds: 8 });
      const applied = await approve(scene, await proposed(scene, "rollback"), "rollback");
      expect(applied.exitCode).toBe(0);
      const inverse = await undoProposed(scene, applied.document.run.id, "undo-rollback");
      const undone = await approveUndo(scene, inverse, "undo-rollback");
      expect([undone.exitCode, undone.document.outcome]).toEqual([6, "unverified"]);
      expect(proposalOf(undone.document, "undo-rollback")).toMatchObject({
        status: "not-helped",
        reason: expect.stringContaining("progress deadline"),
      });
      expect(await releaseOf(scene.platform)).toBe("2.4.1");
      await expectChanges(scene, undone.document, ["rollback", "undo-rollback"]);
    }));

  it("restart of pods that crash: made once, verified; there is no undo of it, and it is said", () =>
    onScene({ prometheusUrl: calm.url, platform: { releases: 1 } }, async (scene) => {
      await crashLoop(scene.platform);
      const applied = await approve(scene, await proposed(scene, "restart"), "restart");
      expect([applied.exitCode, applied.document.outcome]).toEqual([0, "resolved"]);
      const { spec } = await deploymentView(scene.platform);
      expect(Object.keys(spec.template.metadata.annotations ?? {})).toContain("kubectl.kubernetes.io/restartedAt");
      expect(proposalOf(applied.document, "restart").plan.undo).toBeNull();

      const undo = await scene.bigops(["undo", applied.document.run.id]);
      expect(undo.exitCode).not.toBe(0);
      expect(undo.stderr).toContain("there is no inverse");
      await expectChanges(scene, applied.document, ["restart"]);
    }));

  it("failover to the replica: made once, verified by who answers; undone on request", () =>
    onScene({ prometheusUrl: calm.url, platform: { releases: 1 } }, async (scene) => {
      const { platform } = scene;
      await kvDown(platform);
      const applied = await approve(scene, await proposed(scene, "failover-kv"), "failover-kv");
      expect([applied.exitCode, applied.document.outcome]).toEqual([0, "resolved"]);
      expect(await selectorOf(platform, "kv-store")).toEqual({ app: "kv-store", role: "replica" });

      // The primary is back: to it the service is led again.
      await recover(platform);
      const inverse = await undoProposed(scene, applied.document.run.id, "undo-failover-kv");
      const undone = await approveUndo(scene, inverse, "undo-failover-kv");
      expect(proposalOf(undone.document, "failover-kv").status).toBe("undone");
      expect(await selectorOf(platform, "kv-store")).toEqual({ app: "kv-store", role: "primary" });
      expect([undone.exitCode, undone.document.outcome]).toEqual([0, "healthy"]);
      await expectChanges(scene, undone.document, ["failover-kv", "undo-failover-kv"]);
    }));

  it("scale-up from zero: made once, verified; undone on request", () =>
    onScene({ prometheusUrl: calm.url }, async (scene) => {
      const { platform } = scene;
      await scaledToZero(platform);
      // What kubectl apply left there: four replicas.
      const asked = await proposed(scene, "scale-up");
      expect(proposalOf(asked.document, "scale-up").plan.changes).toEqual([{ path: "replicas", from: 0, to: 4 }]);
      const applied = await approve(scene, asked, "scale-up");
      expect([applied.exitCode, applied.document.outcome]).toEqual([0, "resolved"]);
      expect((await deploymentView(platform)).spec.replicas).toBe(4);

      const inverse = await undoProposed(scene, applied.document.run.id, "undo-scale-up");
      const undone = await approveUndo(scene, inverse, "undo-scale-up");
      expect(proposalOf(undone.document, "scale-up").status).toBe("undone");
      expect((await deploymentView(platform)).spec.replicas).toBe(0);
      expect([undone.exitCode, undone.document.outcome]).toEqual([1, "problem"]);
      await expectChanges(scene, undone.document, ["scale-up", "undo-scale-up"]);
    }));

  it("an undo is refused when somebody has changed the fields since", () =>
    onScene({ prometheusUrl: calm.url }, async (scene) => {
      const { cluster, namespace } = scene.platform;
      await scaledToZero(scene.platform);
      const asked = await proposed(scene, "scale-up", ["-p", "replicas=3"]);
      const applied = await approve(scene, asked, "scale-up");
      expect(applied.exitCode).toBe(0);
      await cluster.kubectl(["scale", "-n", namespace, "deployment/feature-api", "--replicas=5"]);
      const undo = await scene.bigops(["undo", applied.document.run.id, "--output", "json"]);
      expect([undo.exitCode, undo.document.outcome]).toEqual([7, "refused"]);
      expect((await deploymentView(scene.platform)).spec.replicas).toBe(5);
      await expectChanges(scene, applied.document, ["scale-up"]);
    }));

  it("an approval of another digest changes nothing", () =>
    onScene({ prometheusUrl: calm.url }, async (scene) => {
      await badRollout(scene.platform);
      const asked = await proposed(scene, "rollback");
      const other = await resume(scene, asked.document.run.id, ["--approve", "0".repeat(64)]);
      expect(other.exitCode).toBe(7);
      expect(proposalOf(other.document, "rollback").status).toBe("proposed");
      await expectNoChange(scene);
    }));
});
