import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunDocument } from "../../../src/core/document/run-document.ts";
import { runIdIn } from "../../commands/harness/run-id-in.ts";
import { keys } from "../../commands/harness/terminal.ts";
import { describeLab } from "../cluster-from-injected.ts";
import { badRollout, crashLoop, kvDown, recover, scaledToZero } from "../platform/faults.ts";
import { rolledOut, type Platform, type PlatformOptions } from "../platform/platform.ts";
import { podReason, servicePods } from "../platform/pods.ts";
import { waitUntil } from "../process/wait-until.ts";
import { featureLookups } from "../prometheus/feature-lookups.ts";
import { startPrometheus, type LabPrometheus } from "../prometheus/start-prometheus.ts";
import { approve, proposed } from "../run/approve.ts";
import { expectChanges, expectNoChange, proposalOf } from "../run/changes.ts";
import { deploymentView, releaseOf } from "../run/kubectl-view.ts";
import { onScene, type Scene } from "../run/scene.ts";

const question = /Apply this change to lab\?/;
const waiting = /❯ no, skip/;

function edit({ cluster, namespace }: Platform, target: string, patch: object): Promise<unknown> {
  return cluster.kubectl(["patch", "-n", namespace, target, "-p", JSON.stringify(patch)]);
}

const setEnvironment = (platform: Platform) =>
  platform.cluster.kubectl(["set", "env", "-n", platform.namespace, "deployment/feature-api", "LOG_LEVEL=debug"]);

function scale({ cluster, namespace }: Platform, replicas: number): Promise<unknown> {
  return cluster.kubectl(["scale", "-n", namespace, "deployment/feature-api", `--replicas=${replicas}`]);
}

/** Waits until the stuck rollout of this revision shows its two pods, in this state. */
async function twoPods({ cluster, namespace }: Platform, revision: number, reason: string): Promise<void> {
  type ReplicaSets = { items: { metadata: { annotations: Record<string, string>; labels: Record<string, string> } }[] };
  await waitUntil(`two pods of revision ${revision}: ${reason}`, async () => {
    const path = `/apis/apps/v1/namespaces/${namespace}/replicasets?labelSelector=app%3Dfeature-api`;
    const { items } = await cluster.get<ReplicaSets>(path);
    const own = items.find(
      ({ metadata }) => metadata.annotations["deployment.kubernetes.io/revision"] === String(revision),
    );
    const hash = own?.metadata.labels["pod-template-hash"];
    const pods = await servicePods(cluster, namespace, `app=feature-api,pod-template-hash=${hash}`);
    return pods.filter((pod) => podReason(pod) === reason).length === 2;
  });
}

async function shown(scene: Scene, text: string): Promise<RunDocument> {
  return (await scene.bigops(["show", runIdIn(text), "--output", "json"])).document;
}

describeLab("while the approval is waited for", { concurrent: true }, () => {
  let calm: LabPrometheus;
  beforeAll(async () => {
    calm = await startPrometheus({ counters: featureLookups() });
  });
  afterAll(() => calm.close());

  type Meanwhile = readonly [
    string,
    PlatformOptions,
    (platform: Platform) => Promise<unknown>,
    string,
    (platform: Platform) => Promise<unknown>,
  ];

  describe.each<Meanwhile>([
    ["the template is edited", {}, badRollout, "rollback", setEnvironment],
    [
      "the strategy is edited",
      {},
      badRollout,
      "rollback",
      (platform) =>
        edit(platform, "deployment/feature-api", { spec: { strategy: { rollingUpdate: { maxUnavailable: 2 } } } }),
    ],
    [
      "somebody rolls back by hand",
      {},
      badRollout,
      "rollback",
      async ({ cluster, namespace }) => {
        await cluster.kubectl(["rollout", "undo", "-n", namespace, "deployment/feature-api"]);
        await rolledOut(cluster, namespace, "feature-api");
      },
    ],
    [
      "the service's selector is edited",
      { releases: 1 },
      (platform) => kvDown(platform),
      "failover-kv",
      (platform) => edit(platform, "service/kv-store", { spec: { selector: { app: "kv-store-next" } } }),
    ],
    ["somebody scales it up", {}, scaledToZero, "scale-up", (platform) => scale(platform, 1)],
    ["the pods recover", { releases: 1 }, crashLoop, "restart", recovered],
  ])("%s", (_name, platform, strike, proposal, meanwhile) => {
    it("the approved change is refused, and nothing is written", () =>
      onScene({ platform, prometheusUrl: calm.url }, async (scene) => {
        await strike(scene.platform);
        const asked = await proposed(scene, proposal);
        await meanwhile(scene.platform);
        const refused = await approve(scene, asked, proposal);
        expect([refused.exitCode, refused.document.outcome]).toEqual([7, "refused"]);
        const { status, reason, applied } = proposalOf(refused.document, proposal);
        expect(status).not.toBe("applied");
        expect(applied).toBeNull();
        // Why is said, in the document and on the screen.
        expect(reason).toMatch(/\w/);
        expect(refused.stderr.replaceAll(/\s+/g, " ")).toContain(reason);
        await expectNoChange(scene);
      }));
  });

  async function recovered(platform: Platform): Promise<void> {
    await recover(platform);
    await waitUntil("the pods to be ready", async () => {
      const pods = await servicePods(platform.cluster, platform.namespace, "app=feature-api");
      return pods.every((pod) => podReason(pod) === "Ready");
    });
  }

  it.each([
    ["up", 4, 6],
    ["down", 6, 4],
  ])("an autoscaler moves the replicas %s: the approved change is made all the same", (_way, before, after) =>
    onScene({ prometheusUrl: calm.url, platform: { replicas: before } }, async (scene) => {
      await badRollout(scene.platform);
      const asked = await proposed(scene, "rollback");
      await scale(scene.platform, after);
      const applied = await approve(scene, asked, "rollback");
      expect([applied.exitCode, applied.document.outcome]).toEqual([0, "resolved"]);
      expect(await releaseOf(scene.platform)).toBe("2.4.0");
      // The change does not touch what the autoscaler has set.
      expect((await deploymentView(scene.platform)).spec.replicas).toBe(after);
      await expectChanges(scene, applied.document, ["rollback"]);
    }),
  );

  it("an object that is edited while a terminal asks: refused, what moved is said, and it is asked anew", () =>
    onScene({ prometheusUrl: calm.url }, async (scene) => {
      await badRollout(scene.platform);
      const terminal = scene.terminal();
      try {
        await terminal.waitFor(question);
        await terminal.waitFor(waiting);
        await setEnvironment(scene.platform);
        await twoPods(scene.platform, 4, "CrashLoopBackOff");
        terminal.press(keys.down, keys.enter);
        await terminal.waitFor(/Deployment feature-api was changed since it was shown/);
        // The new question is below the refusal.
        await terminal.waitFor(/was changed since it was shown[^]*Apply this change to lab\?[^]*❯ no, skip/);
        await expectNoChange(scene);
        terminal.press(keys.up, keys.enter);
        expect(await terminal.ended()).toBe(4);
        const document = await shown(scene, terminal.text());
        const digests = new Set(document.proposals.map(({ digest }) => digest));
        expect(document.proposals.map(({ status }) => status)).toEqual(["proposed", "expired"]);
        expect(digests.size).toBe(2);
        await expectNoChange(scene);
      } finally {
        terminal.kill();
      }
    }));

  it("an autoscaler moves the replicas while a terminal asks: applied, verified", () =>
    onScene({ prometheusUrl: calm.url }, async (scene) => {
      await badRollout(scene.platform);
      const terminal = scene.terminal();
      try {
        await terminal.waitFor(question);
        await terminal.waitFor(waiting);
        await scale(scene.platform, 5);
        terminal.press(keys.down, keys.enter);
        expect(await terminal.ended()).toBe(0);
        const document = await shown(scene, terminal.text());
        expect(document.outcome).toBe("resolved");
        await expectChanges(scene, document, ["rollback"]);
      } finally {
        terminal.kill();
      }
    }));
});
