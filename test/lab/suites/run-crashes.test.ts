import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeLab, sharedCluster } from "../cluster-from-injected.ts";
import { badRollout } from "../platform/faults.ts";
import { featureLookups } from "../prometheus/feature-lookups.ts";
import { startPrometheus, type LabPrometheus } from "../prometheus/start-prometheus.ts";
import { approve, proposed, resume } from "../run/approve.ts";
import type { BigopsProcess } from "../run/bigops-process.ts";
import { changes, digestOf, expectChanges, expectNoChange, proposalOf } from "../run/changes.ts";
import { holdingGateway } from "../run/holding-gateway.ts";
import { journalTypes, recorded } from "../run/journal.ts";
import { releaseOf } from "../run/kubectl-view.ts";
import { onScene, type Scene } from "../run/scene.ts";
import { holdAnswers, holdMs, holdRequests, nextWrite, slowRoad, type SlowRoad } from "../run/slow-road.ts";
import { startToxiproxy, type Toxiproxy } from "../toxiproxy.ts";

/** `proposed` is a run that waits for the approval of its rollback. */
type Approvable = { readonly scene: Scene; readonly road: SlowRoad; readonly run: string; approve(): BigopsProcess };

describeLab("a change whose answer never came", { concurrent: true }, () => {
  let calm: LabPrometheus;
  let toxiproxy: Toxiproxy;
  beforeAll(async () => {
    [calm, toxiproxy] = await Promise.all([startPrometheus({ counters: featureLookups() }), startToxiproxy()]);
  });
  afterAll(() => Promise.all([calm.close(), toxiproxy.close()]));

  async function onProposedRollback(use: (approvable: Approvable) => Promise<void>): Promise<void> {
    const road = await slowRoad(toxiproxy, sharedCluster());
    await onScene({ server: road.server, prometheusUrl: calm.url }, async (scene) => {
      await badRollout(scene.platform);
      const { document } = await proposed(scene, "rollback");
      const run = document.run.id;
      const approve = () =>
        scene.begin(["resume", run, "--approve", digestOf(document, "rollback"), "--output", "json"]);
      await use({ scene, road, run, approve });
    });
  }

  /** Kills the process that makes the change as soon as its intent is on disk, while the request is held on the road. */
  async function killBeforeArrival({ scene, road, approve }: Approvable): Promise<void> {
    await holdRequests(road);
    const first = approve();
    await recorded(scene.home, "intended");
    first.kill("SIGKILL");
    await road.proxy.renew();
    await first.ended;
    expect(await journalTypes(scene.home)).not.toContain("received");
    await expectNoChange(scene);
  }

  it("killed when the server had served it: the next process finds it made", () =>
    onProposedRollback(async (approvable) => {
      const { scene, road, run, approve } = approvable;
      const release = await holdAnswers(road);
      const { served } = await nextWrite(scene);
      const first = approve();
      await served;
      first.kill("SIGKILL");
      await release();
      expect((await first.ended).exitCode).toBeNull();
      const types = await journalTypes(scene.home);
      expect(types.at(-1)).toBe("intended");

      const resumed = await resume(scene, run);
      expect([resumed.exitCode, resumed.document.outcome]).toEqual([0, "resolved"]);
      expect(await journalTypes(scene.home)).toContain("reconciled");
      await expectChanges(scene, resumed.document, ["rollback"]);
    }));

  it("killed before the server had seen it, then taken up by two processes at once: one makes it, once", () =>
    onProposedRollback(async (approvable) => {
      const { scene, run } = approvable;
      await killBeforeArrival(approvable);
      const both = await Promise.all([resume(scene, run), resume(scene, run)]);
      // One holds the run; the other is told so.
      const winner = both.find(({ exitCode }) => exitCode === 0);
      const other = both.find((ended) => ended !== winner);
      expect(winner?.document.outcome).toBe("resolved");
      expect(other?.stderr).toContain("another process holds run");
      expect(other?.exitCode).not.toBe(0);
      expect(await releaseOf(scene.platform)).toBe("2.4.0");
      if (winner !== undefined) await expectChanges(scene, winner.document, ["rollback"]);
    }));

  it("killed before the server had seen it, and the object moved meanwhile: nobody can know, and nothing is sent", () =>
    onProposedRollback(async (approvable) => {
      const { scene, run } = approvable;
      await killBeforeArrival(approvable);
      const { cluster, namespace } = scene.platform;
      await cluster.kubectl(["annotate", "-n", namespace, "deployment/feature-api", "example.com/note=seen"]);
      const resumed = await resume(scene, run);
      expect([resumed.exitCode, resumed.document.outcome]).toEqual([6, "unverified"]);
      expect(proposalOf(resumed.document, "rollback").status).toBe("unknown");
      expect(await releaseOf(scene.platform)).toBe("2.4.1");
      await expectNoChange(scene);
      // An ended run changes nothing any more.
      expect((await resume(scene, run)).exitCode).toBe(6);
      await expectNoChange(scene);
    }));

  it("killed while the request was under way: whatever became of it, one change in the end", () =>
    onProposedRollback(async ({ scene, road, run, approve }) => {
      const release = await holdRequests(road);
      const first = approve();
      await recorded(scene.home, "intended");
      first.kill("SIGKILL");
      // Whether the server still gets and serves what the dead process had sent is not up to us; now it has, if ever.
      await first.ended;
      await sleep(2 * holdMs);
      await release();
      const resumed = await resume(scene, run);
      expect([resumed.exitCode, resumed.document.outcome]).toEqual([0, "resolved"]);
      const served = (await changes(scene)).filter(({ status }) => status === 200);
      expect(served.map(({ verb, resource }) => `${verb} ${resource}`)).toEqual(["patch deployments"]);
      expect(await releaseOf(scene.platform)).toBe("2.4.0");
    }));

  it("lost on the road while the process lives: it asks, finds it made, and verifies", () =>
    onProposedRollback(async ({ scene, road, approve }) => {
      await holdAnswers(road);
      const { served } = await nextWrite(scene);
      const applying = approve();
      await served;
      await road.proxy.renew();
      const applied = await applying.ended;
      expect([applied.exitCode, applied.document.outcome]).toEqual([0, "resolved"]);
      const { event } = await recorded(scene.home, "received");
      expect(event.receipt.outcome).toBe("lost");
      await expectChanges(scene, applied.document, ["rollback"]);
    }));

  it("held on the road until it was asked about in vain: it is found where its object moved, and made once", async () => {
    const gateway = await holdingGateway(sharedCluster(), "operator");
    try {
      await onScene({ server: gateway.server, prometheusUrl: calm.url, kv: "servers" }, async (scene) => {
        await badRollout(scene.platform);
        const applied = await approve(scene, await proposed(scene, "rollback"), "rollback");
        expect(gateway.deliveredAs()).toBe(200);
        expect([applied.exitCode, applied.document.outcome], applied.stderr).toEqual([0, "resolved"]);
        const types = await journalTypes(scene.home);
        expect(types.filter((type) => ["intended", "received", "reconciled"].includes(type))).toEqual([
          "intended",
          "received",
          "reconciled",
          "reconciled",
        ]);
        expect(await releaseOf(scene.platform)).toBe("2.4.0");
        await expectChanges(scene, applied.document, ["rollback"]);
      });
    } finally {
      await gateway.close();
    }
  });
});
