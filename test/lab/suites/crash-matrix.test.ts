import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import type { EventOf, RunEvent } from "../../../src/core/run/event.ts";
import { describeLab, sharedCluster } from "../cluster-from-injected.ts";
import { badRollout } from "../platform/faults.ts";
import { featureLookups } from "../prometheus/feature-lookups.ts";
import { startPrometheus, type LabPrometheus } from "../prometheus/start-prometheus.ts";
import { proposed, resume } from "../run/approve.ts";
import { changes, digestOf, expectChanges } from "../run/changes.ts";
import { escalatingRunbook } from "../run/escalating-runbook.ts";
import { onFullDisk } from "../run/full-disk.ts";
import { journalTypes, recorded } from "../run/journal.ts";
import { startPagerDuty } from "../run/pagerduty-server.ts";
import { onScene, type Scene } from "../run/scene.ts";
import { holdRequests, slowRoad } from "../run/slow-road.ts";
import { startToxiproxy, type Toxiproxy } from "../toxiproxy.ts";

/** What stood last in the journal when the process was killed; every request is held for a second, so that nothing follows it at once. */
interface Point {
  readonly when: string;
  readonly type: RunEvent["type"];
  readonly likes?: (event: RunEvent) => boolean;
  /** The change was made before. */
  readonly made: boolean;
}

const POINTS: readonly Point[] = [
  { when: "approved, before the recheck", type: "approved", made: false },
  {
    when: "after the recheck",
    type: "planned",
    likes: (event) => (event as EventOf<"planned">).stage === "recheck",
    made: false,
  },
  { when: "its intent on disk, its request on the way", type: "intended", made: false },
  { when: "its receipt on disk", type: "received", made: true },
  {
    when: "the rollout complete, before the first sample",
    type: "progressed",
    likes: (event) => (event as EventOf<"progressed">).progress.complete,
    made: true,
  },
];

describeLab("a run that is killed between its approval and its first sample", { concurrent: true }, () => {
  let calm: LabPrometheus;
  let toxiproxy: Toxiproxy;
  beforeAll(async () => {
    [calm, toxiproxy] = await Promise.all([startPrometheus({ counters: featureLookups() }), startToxiproxy()]);
  });
  afterAll(() => Promise.all([calm.close(), toxiproxy.close()]));

  const served = async (scene: Scene) => (await changes(scene)).filter(({ status }) => status === 200);

  it.each(POINTS)("$when: resumed, with the change made once", ({ type, likes, made }) =>
    (async () => {
      const road = await slowRoad(toxiproxy, sharedCluster());
      await onScene({ server: road.server, prometheusUrl: calm.url }, async (scene) => {
        await badRollout(scene.platform);
        const { document } = await proposed(scene, "rollback");
        const run = document.run.id;
        await holdRequests(road);
        const first = scene.begin(["resume", run, "--approve", digestOf(document, "rollback"), "--output", "json"]);
        await recorded(scene.home, type, likes === undefined ? {} : { likes });
        first.kill("SIGKILL");
        await road.proxy.renew();
        expect((await first.ended).exitCode).toBeNull();
        expect(await served(scene)).toHaveLength(made ? 1 : 0);
        const types = await journalTypes(scene.home);
        if (made) expect(types).toContain("intended");

        const resumed = await resume(scene, run);
        expect([resumed.exitCode, resumed.document.outcome]).toEqual([0, "resolved"]);
        await expectChanges(scene, resumed.document, ["rollback"]);
        // Nothing that an ended run is asked changes anything.
        expect((await resume(scene, run)).exitCode).toBe(0);
        await expectChanges(scene, resumed.document, ["rollback"]);
      });
    })(),
  );
});

describeLab("a disk that is full for the process that makes the change", { concurrent: true }, () => {
  let calm: LabPrometheus;
  beforeAll(async () => {
    calm = await startPrometheus({ counters: featureLookups() });
  });
  afterAll(() => calm.close());

  it.each([0, 2, 6, 20])(
    "%i blocks after it was proposed: nothing is sent that is not on the disk, and it is resumed",
    (blocks) =>
      onScene({ prometheusUrl: calm.url }, async (scene) => {
        await badRollout(scene.platform);
        const { document } = await proposed(scene, "rollback");
        const approve = ["resume", document.run.id, "--approve", digestOf(document, "rollback"), "--output", "json"];
        const full = await onFullDisk(scene.home, approve, blocks);
        expect(full.exitCode, full.stderr).not.toBe(0);
        expect(full.stderr).toMatch(/full|too large|limit/i);
        const types = await journalTypes(scene.home);
        const sent = await changes(scene);
        if (sent.length > 0) expect(types).toContain("intended");
        // What was not approved on the disk is approved again; what was goes on.
        const again = types.includes("approved") ? ["resume", document.run.id, "--output", "json"] : approve;
        const resumed = await scene.bigops(again);
        expect([resumed.exitCode, resumed.document.outcome], resumed.stderr).toEqual([0, "resolved"]);
        await expectChanges(scene, resumed.document, ["rollback"]);
      }),
  );
});

describeLab("a page whose answer never came", () => {
  it("is sent again by the next process, as the same incident", async () => {
    const [calm, pagerDuty] = await Promise.all([startPrometheus({ counters: featureLookups() }), startPagerDuty()]);
    try {
      const env = { ROUTING_KEY: "routing-key-of-the-lab" };
      await onScene({ prometheusUrl: calm.url, pagers: {}, env }, async (scene) => {
        const target = { pagerduty: { routingKey: { env: "ROUTING_KEY" }, url: pagerDuty.url } };
        const file = join(scene.home.cwd, "bigops.yaml");
        const { environments, ...rest } = parse(await readFile(file, "utf8")) as { environments: { lab: object } };
        const lab = { ...environments.lab, pager: { targets: { secondary: target, manager: target } } };
        await writeFile(file, stringify({ ...rest, environments: { lab } }));
        await badRollout(scene.platform);
        const paged = pagerDuty.silent();
        const first = scene.start(["--wait"], await escalatingRunbook(scene, 6));
        await paged;
        first.kill("SIGKILL");
        await first.ended;
        expect(await journalTypes(scene.home)).not.toContain("paged");

        const second = scene.begin(["resume", "--wait", "--output", "json"]);
        const { run } = await recorded(scene.home, "paged");
        const open = await scene.bigops(["show", run, "--output", "json"]);
        await resume(scene, run, ["--approve", digestOf(open.document, "rollback")]);
        const ended = await second.ended;
        expect([ended.exitCode, ended.document.outcome]).toEqual([0, "resolved"]);
        const triggers = pagerDuty.events.filter((event) => event.event_action === "trigger");
        expect(triggers).toHaveLength(2);
        expect(new Set(pagerDuty.events.map((event) => event.dedup_key)).size).toBe(1);
      });
    } finally {
      await Promise.all([calm.close(), pagerDuty.close()]);
    }
  });
});
