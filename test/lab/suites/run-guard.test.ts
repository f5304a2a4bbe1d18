import { afterAll, beforeAll, expect, it } from "vitest";
import { describeLab, sharedCluster } from "../cluster-from-injected.ts";
import { badRollout } from "../platform/faults.ts";
import { featureLookups } from "../prometheus/feature-lookups.ts";
import { startPrometheus, type LabPrometheus } from "../prometheus/start-prometheus.ts";
import { proposed } from "../run/approve.ts";
import { changes, digestOf, expectChanges } from "../run/changes.ts";
import { recorded } from "../run/journal.ts";
import { deploymentView, releaseOf } from "../run/kubectl-view.ts";
import { onScene } from "../run/scene.ts";
import { holdRequests, slowRoad } from "../run/slow-road.ts";
import { startToxiproxy, type Toxiproxy } from "../toxiproxy.ts";

describeLab("an object that moves between the last look and the write", { concurrent: true }, () => {
  let calm: LabPrometheus;
  let toxiproxy: Toxiproxy;
  beforeAll(async () => {
    [calm, toxiproxy] = await Promise.all([startPrometheus({ counters: featureLookups() }), startToxiproxy()]);
  });
  afterAll(() => Promise.all([calm.close(), toxiproxy.close()]));

  it("an autoscaler's change of replicas: the guard refuses the write, it is sent again with the newer version, and made once", async () => {
    const road = await slowRoad(toxiproxy, sharedCluster());
    await onScene({ server: road.server, prometheusUrl: calm.url }, async (scene) => {
      const { cluster, namespace } = scene.platform;
      await badRollout(scene.platform);
      const { document } = await proposed(scene, "rollback");
      const release = await holdRequests(road);
      const digest = digestOf(document, "rollback");
      const applying = scene.begin(["resume", document.run.id, "--approve", digest, "--output", "json"]);
      // The write is on the road: it is guarded by a version that is the former one by the time it arrives.
      await recorded(scene.home, "intended");
      await cluster.kubectl(["scale", "-n", namespace, "deployment/feature-api", "--replicas=5"]);
      const { event } = await recorded(scene.home, "received");
      await release();
      expect(event.receipt.outcome).toBe("conflict");
      const applied = await applying.ended;
      expect([applied.exitCode, applied.document.outcome]).toEqual([0, "resolved"]);
      const [first, ...more] = (await changes(scene)).map(({ status }) => status);
      expect([409, 422]).toContain(first);
      expect(more.at(-1)).toBe(200);
      await expectChanges(scene, applied.document, ["rollback"]);
      expect(await releaseOf(scene.platform)).toBe("2.4.0");
      expect((await deploymentView(scene.platform)).spec.replicas).toBe(5);
    });
  });
});
