import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { RunDocument } from "../../../src/core/document/run-document.ts";
import { runIdIn } from "../../commands/harness/run-id-in.ts";
import { describeLab } from "../cluster-from-injected.ts";
import { badRollout } from "../platform/faults.ts";
import { waitUntil } from "../process/wait-until.ts";
import { featureLookups } from "../prometheus/feature-lookups.ts";
import { startPrometheus, type LabPrometheus } from "../prometheus/start-prometheus.ts";
import { resume } from "../run/approve.ts";
import { digestOf, expectChanges, expectNoChange, proposalOf } from "../run/changes.ts";
import { escalatingRunbook } from "../run/escalating-runbook.ts";
import { recorded } from "../run/journal.ts";
import { startPagerServer, type PagerServer } from "../run/pager-server.ts";
import { onScene, type Scene, type SceneOptions } from "../run/scene.ts";

/** The run as a second terminal sees it, asked of the process that holds it. */
async function shown(scene: Scene, run: string): Promise<RunDocument> {
  return (await scene.bigops(["show", run, "--output", "json"])).document;
}

/** Waits until the first process has proposed the rollback. */
async function openProposal(scene: Scene): Promise<RunDocument> {
  const { run } = await recorded(scene.home, "planned", { likes: ({ stage }) => stage === "propose" });
  return waitUntil("the rollback to be proposed", async () => {
    const document = await shown(scene, run);
    return document.proposals[0]?.status === "proposed" && document;
  });
}

const escalation = ({ escalation: steps }: RunDocument) => steps.map(({ page, status }) => `${page} ${status}`);

describeLab("a second terminal, while a first process holds the run", { concurrent: true }, () => {
  let calm: LabPrometheus;
  let pager: PagerServer;
  beforeAll(async () => {
    [calm, pager] = await Promise.all([startPrometheus({ counters: featureLookups() }), startPagerServer()]);
  });
  afterAll(() => Promise.all([calm.close(), pager.close()]));

  /** Each scene pages an address of its own. */
  const paging = (name: string): SceneOptions => ({
    prometheusUrl: calm.url,
    pagers: { secondary: "SECONDARY_WEBHOOK", manager: "MANAGER_WEBHOOK" },
    env: { SECONDARY_WEBHOOK: `${pager.url}/${name}/secondary`, MANAGER_WEBHOOK: `${pager.url}/${name}/manager` },
  });
  const pages = (name: string) => pager.pages.filter(({ path }) => path.startsWith(`/${name}/`));

  it("acknowledges, so that nobody is paged; approves, and both see the end", () =>
    onScene(paging("acknowledged"), async (scene) => {
      await badRollout(scene.platform);
      const first = scene.start(["--wait"], await escalatingRunbook(scene, 20));
      const open = await openProposal(scene);
      const run = open.run.id;
      expect(escalation(open)).toEqual(["secondary waiting", "manager waiting"]);

      const ack = await scene.bigops(["ack", run]);
      expect([ack.exitCode, ack.stdout]).toEqual([0, expect.stringContaining("you stay responsible")]);
      await sleep(Math.max(0, Date.parse(open.run.startedAt) + 21_000 - Date.now()));
      expect(escalation(await shown(scene, run))).toEqual(["secondary acknowledged", "manager acknowledged"]);
      expect(pages("acknowledged")).toEqual([]);
      await expectNoChange(scene);

      const second = await resume(scene, run, ["--approve", digestOf(open, "rollback")]);
      const ended = await first.ended;
      expect([second.exitCode, ended.exitCode]).toEqual([0, 0]);
      expect(ended.document.outcome).toBe("resolved");
      expect(second.document.proposals).toEqual(ended.document.proposals);
      expect(proposalOf(ended.document, "rollback").status).toBe("verified");
      expect(pages("acknowledged")).toEqual([]);
      await expectChanges(scene, ended.document, ["rollback"]);
    }));

  it("without an acknowledgement the page goes out, once, in its time; a late one stops the rest", () =>
    onScene(paging("paged"), async (scene) => {
      await badRollout(scene.platform);
      const first = scene.start(["--wait"], await escalatingRunbook(scene, 5));
      const { event } = await recorded(scene.home, "paged");
      const open = await openProposal(scene);
      const run = open.run.id;
      expect(event).toMatchObject({ step: 0, note: "page", ok: true });
      expect(event.atMs - Date.parse(open.run.startedAt)).toBeGreaterThanOrEqual(5_000);
      expect(pages("paged").map(({ path }) => path)).toEqual(["/paged/secondary"]);
      expect(JSON.stringify(pages("paged")[0]?.body)).toContain(run);

      await scene.bigops(["ack", run]);
      expect(escalation(await shown(scene, run))).toEqual(["secondary paged", "manager acknowledged"]);
      const second = await resume(scene, run, ["--approve", digestOf(open, "rollback")]);
      expect([second.exitCode, (await first.ended).exitCode]).toEqual([0, 0]);
      // The page itself, that it was acknowledged, and that it is resolved.
      const words = pages("paged").map(({ body }) => /Page|Acknowledged|Resolved/.exec(JSON.stringify(body))?.[0]);
      expect(words).toEqual(["Page", "Acknowledged", "Resolved"]);
      await expectChanges(scene, second.document, ["rollback"]);
    }));

  it("approves while the first asks on its terminal: the question is withdrawn, and it shows the end", () =>
    onScene({ prometheusUrl: calm.url }, async (scene) => {
      await badRollout(scene.platform);
      const terminal = scene.terminal();
      try {
        await terminal.waitFor(/❯ no, skip/);
        const run = runIdIn(terminal.text());
        const acknowledged = await scene.bigops(["ack", run]);
        expect(acknowledged.exitCode).toBe(0);
        const second = await resume(scene, run, ["--approve", digestOf(await shown(scene, run), "rollback")]);
        expect(second.exitCode).toBe(0);
        expect(await terminal.ended()).toBe(0);
        expect(terminal.text()).toMatch(/Resolved/);
        expect(proposalOf(second.document, "rollback").approval?.as).toBe("operator");
        await expectChanges(scene, second.document, ["rollback"]);
      } finally {
        terminal.kill();
      }
    }));

  it("approves what is no longer there: refused, and the first goes on", () =>
    onScene({ prometheusUrl: calm.url }, async (scene) => {
      await badRollout(scene.platform);
      const first = scene.start(["--wait"]);
      const { run } = await openProposal(scene);
      const wrong = await resume(scene, run.id, ["--approve", "0".repeat(64)]);
      expect(wrong.exitCode).toBe(7);
      expect((await shown(scene, run.id)).proposals[0]?.status).toBe("proposed");
      first.kill("SIGINT");
      const { exitCode, document, stderr } = await first.ended;
      expect([exitCode, document.outcome]).toEqual([130, "interrupted"]);
      expect(stderr).toContain(`bigops resume ${run.id}`);
      await expectNoChange(scene);
    }));
});
