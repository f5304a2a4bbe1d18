import { afterAll, beforeAll, expect, it } from "vitest";
import { describeLab } from "../cluster-from-injected.ts";
import { badRollout } from "../platform/faults.ts";
import { featureLookups } from "../prometheus/feature-lookups.ts";
import { startPrometheus, type LabPrometheus } from "../prometheus/start-prometheus.ts";
import { approve } from "../run/approve.ts";
import { expectChanges, proposalOf } from "../run/changes.ts";
import { guardedRunbook } from "../run/guarded-runbook.ts";
import { recorded } from "../run/journal.ts";
import { releaseOf } from "../run/kubectl-view.ts";
import { onScene } from "../run/scene.ts";

describeLab("a change that breaks what it was to leave alone", { concurrent: true }, () => {
  let calm: LabPrometheus;
  beforeAll(async () => {
    calm = await startPrometheus({ counters: featureLookups() });
  });
  afterAll(() => calm.close());

  it("its undo is proposed at once, and made once when it is approved", () =>
    onScene({ prometheusUrl: calm.url, kv: "servers" }, async (scene) => {
      const { platform } = scene;
      await badRollout(platform, { progressDeadlineSeconds: 8 });
      const asked = await scene.run([], await guardedRunbook(scene));
      expect([asked.exitCode, asked.document.proposals[0]?.id]).toEqual([4, "rollback"]);
      const applying = approve(scene, asked, "rollback");
      await recorded(scene.home, "received");
      platform.kv.replica.behave({ kind: "down" });
      const applied = await applying;
      expect([applied.exitCode, applied.document.outcome]).toEqual([6, "unverified"]);
      expect(proposalOf(applied.document, "rollback")).toMatchObject({
        status: "regressed",
        guards: [{ check: "kv-replica", status: "regressed", before: { verdict: "pass" }, after: { verdict: "fail" } }],
      });
      // Proposed, and not made.
      await expectChanges(scene, applied.document, ["rollback"]);
      expect(await releaseOf(platform)).toBe("2.4.0");

      const undone = await approve(scene, applied, "undo-rollback");
      expect(proposalOf(undone.document, "rollback").status).toBe("undone");
      expect(await releaseOf(platform)).toBe("2.4.1");
      await expectChanges(scene, undone.document, ["rollback", "undo-rollback"]);
    }));

  it("what was broken before is no measure, and that is said", () =>
    onScene({ prometheusUrl: calm.url, kv: "servers" }, async (scene) => {
      await badRollout(scene.platform);
      scene.platform.kv.replica.behave({ kind: "down" });
      const asked = await scene.run([], await guardedRunbook(scene));
      const applied = await approve(scene, asked, "rollback");
      expect([applied.exitCode, applied.document.outcome]).toEqual([0, "resolved"]);
      expect(proposalOf(applied.document, "rollback").guards).toMatchObject([
        { check: "kv-replica", status: "failed-before", before: { verdict: "fail" } },
      ]);
      await expectChanges(scene, applied.document, ["rollback"]);
    }));
});
