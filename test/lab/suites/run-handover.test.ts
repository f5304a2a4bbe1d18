import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { colleagueOf } from "../../commands/harness/colleague.ts";
import type { Home } from "../../commands/harness/home.ts";
import { describeLab } from "../cluster-from-injected.ts";
import { badRollout } from "../platform/faults.ts";
import { featureLookups } from "../prometheus/feature-lookups.ts";
import { startPrometheus, type LabPrometheus } from "../prometheus/start-prometheus.ts";
import { approve, proposed } from "../run/approve.ts";
import { startBigops, type BigopsProcess } from "../run/bigops-process.ts";
import { digestOf, expectChanges, expectNoChange, proposalOf } from "../run/changes.ts";
import { escalatingRunbook } from "../run/escalating-runbook.ts";
import { recorded } from "../run/journal.ts";
import { startPagerServer, type PagerServer } from "../run/pager-server.ts";
import { onScene, type Scene, type SceneOptions } from "../run/scene.ts";

const json = ["--output", "json"];

/** A colleague's machine, with the file of a run that was exported on the first one. */
interface Colleague {
  readonly home: Home;
  /** `bigops resume FILE`, and then any command line. */
  resume(...args: readonly string[]): BigopsProcess;
  bigops(...args: readonly string[]): BigopsProcess;
}

async function handedOver(
  scene: Scene,
  run: string,
  use: (colleague: Colleague) => Promise<void>,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const file = join(scene.home.path, "run.jsonl");
  const exported = await scene.bigops(["runs", "export", run, "--output", file]);
  expect([exported.exitCode, exported.stdout]).toEqual([0, ""]);
  const home = colleagueOf(scene.home);
  const bigops = (...args: readonly string[]) => startBigops(home, args, env);
  try {
    await use({ home, bigops, resume: (...args) => bigops("resume", file, ...json, ...args) });
  } finally {
    home.remove();
  }
}

describeLab("a run that is handed over to another machine", { concurrent: true }, () => {
  let calm: LabPrometheus;
  let pager: PagerServer;
  beforeAll(async () => {
    [calm, pager] = await Promise.all([startPrometheus({ counters: featureLookups() }), startPagerServer()]);
  });
  afterAll(() => Promise.all([calm.close(), pager.close()]));

  it("the older one approves afterwards: it sends no write, and is told who took over; the newer one makes it, once", () =>
    onScene({ prometheusUrl: calm.url }, async (scene) => {
      await badRollout(scene.platform);
      const older = await proposed(scene, "rollback");
      await handedOver(scene, older.document.run.id, async (colleague) => {
        const taken = await colleague.resume().ended;
        expect([taken.exitCode, taken.document.outcome]).toEqual([4, "awaiting-approval"]);
        const { id, origin } = taken.document.run;
        expect(origin).toMatchObject({ run: older.document.run.id, epoch: 2, fenced: true, problem: null });

        const late = await approve(scene, older, "rollback");
        expect([late.exitCode, late.document.outcome]).toEqual([7, "refused"]);
        expect(late.document.run.successor).toMatchObject({ run: id, epoch: 2 });
        expect(late.stderr).toContain(`as run ${id} (epoch 2)`);
        await expectNoChange(scene);

        const digest = digestOf(taken.document, "rollback-2");
        const applied = await colleague.bigops("resume", id, "--approve", digest, ...json).ended;
        expect([applied.exitCode, applied.document.outcome]).toEqual([0, "resolved"]);
        await expectChanges(scene, applied.document, ["rollback-2"]);
      });
    }));

  it("killed while it proves its change: the newer one proves it, and changes nothing", () =>
    onScene({ prometheusUrl: calm.url }, async (scene) => {
      await badRollout(scene.platform);
      const { document } = await proposed(scene, "rollback");
      const run = document.run.id;
      const applying = scene.begin(["resume", run, "--approve", digestOf(document, "rollback"), ...json]);
      await recorded(scene.home, "received");
      applying.kill("SIGKILL");
      await applying.ended;
      await handedOver(scene, run, async (colleague) => {
        const taken = await colleague.resume().ended;
        expect([taken.exitCode, taken.document.outcome]).toEqual([0, "resolved"]);
        expect(proposalOf(taken.document, "rollback")).toMatchObject({
          status: "verified",
          // The lease that the dead one still had is taken over.
          lease: { status: "released", epoch: 2 },
        });
        await expectChanges(scene, document, ["rollback"]);
      });
    }));

  it("pages once, from the newer one; the older ends when its own page is due", () => {
    const env = {
      SECONDARY_WEBHOOK: `${pager.url}/handed/secondary`,
      MANAGER_WEBHOOK: `${pager.url}/handed/manager`,
    };
    const paging: SceneOptions = {
      prometheusUrl: calm.url,
      pagers: { secondary: "SECONDARY_WEBHOOK", manager: "MANAGER_WEBHOOK" },
      env,
    };
    return onScene(paging, async (scene) => {
      await badRollout(scene.platform);
      const older = scene.start(["--wait"], await escalatingRunbook(scene, 45));
      const { run } = await recorded(scene.home, "planned", { likes: ({ stage }) => stage === "propose" });
      await handedOver(
        scene,
        run,
        async (colleague) => {
          const newer = colleague.resume("--wait");
          const { event } = await recorded(colleague.home, "paged");
          expect(event).toMatchObject({ step: 0, note: "page", ok: true });
          const ended = await older.ended;
          expect([ended.exitCode, ended.document.run.successor?.epoch]).toEqual([7, 2]);
          expect(pager.pages.map(({ path }) => path)).toEqual(["/handed/secondary"]);
          newer.kill("SIGTERM");
          await newer.ended;
        },
        env,
      );
    });
  });

  it("where leases are forbidden, it says that the older one cannot be fenced", () =>
    onScene({ prometheusUrl: calm.url }, async (scene) => {
      await badRollout(scene.platform);
      const older = await proposed(scene, "rollback");
      const { cluster, namespace } = scene.platform;
      const viewer = await cluster.kubeconfigFor("viewer", namespace, {});
      await handedOver(scene, older.document.run.id, async (colleague) => {
        const taken = await colleague.resume("--kubeconfig", viewer).ended;
        expect(taken.document.run.origin).toMatchObject({ epoch: 2, fenced: false });
        expect(taken.stderr).toMatch(
          /cannot be fenced: .*(forbidden|not allowed|may not)[\s\S]*See that it is stopped/,
        );
        await expectNoChange(scene);
      });
    }));
});
