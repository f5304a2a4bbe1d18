import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunDocument } from "../../../src/core/document/run-document.ts";
import { describeLab, sharedCluster } from "../cluster-from-injected.ts";
import { badRollout } from "../platform/faults.ts";
import { startHealthServer } from "../health-server.ts";
import { featureLookups } from "../prometheus/feature-lookups.ts";
import { startPrometheus, type LabPrometheus } from "../prometheus/start-prometheus.ts";
import { expectNoChange } from "../run/changes.ts";
import { closedPort } from "../run/closed-port.ts";
import { expectDiagnosis } from "../run/expect-diagnosis.ts";
import { onScene } from "../run/scene.ts";
import { checkOf } from "../run/told.ts";
import { startToxiproxy, type Toxiproxy } from "../toxiproxy.ts";

const nothing = { causes: [], proposals: [], failing: [] } as const;
const read = ["get", "list"];

/** A Prometheus that has never heard of a feature lookup. */
const otherTraffic = {
  metric: "logins_total",
  labels: { service: "frontend" },
  phases: [{ secondsAgo: 24 * 3600, perSecond: 5 }],
};

function clusterChecks({ checks }: RunDocument) {
  return checks.filter(({ probe }) => probe.startsWith("kubernetes."));
}

/** A release is broken all the while: whoever claims that all is well is wrong. */
describeLab("a diagnosis that cannot see everything", { concurrent: true }, () => {
  let calm: LabPrometheus;
  let silent: LabPrometheus;
  let toxiproxy: Toxiproxy;
  beforeAll(async () => {
    [calm, silent, toxiproxy] = await Promise.all([
      startPrometheus({ counters: featureLookups() }),
      startPrometheus({ counters: [otherTraffic], waitForLiveSamples: false }),
      startToxiproxy(),
    ]);
  });
  afterAll(() => Promise.all([calm.close(), silent.close(), toxiproxy.close()]));

  it("forbidden: each check of the cluster is an error that names the permission", () =>
    onScene({ user: "stranger", kv: "servers", prometheusUrl: calm.url }, async (scene) => {
      await badRollout(scene.platform);
      const { document, exitCode } = await scene.run();
      expectDiagnosis(document, { ...nothing, untold: ["pods", "kv-endpoints"] });
      expect(exitCode).toBe(3);
      for (const { id, verdict, error } of clusterChecks(document)) {
        expect([id, verdict, error?.code]).toEqual([id, "error", "forbidden"]);
        expect(`${error?.message} ${error?.hint}`).toMatch(/\b(get|list)\b/);
        expect(`${error?.message} ${error?.hint}`).toContain(scene.platform.namespace);
      }
      await expectNoChange(scene);
    }));

  it("allowed to see pods and releases only: these decide, and the rest is said", () =>
    onScene({ user: "stranger", kv: "servers", prometheusUrl: calm.url }, async (scene) => {
      const { cluster, namespace } = scene.platform;
      await badRollout(scene.platform);
      await cluster.grant(namespace, "stranger", [
        { apiGroups: [""], resources: ["pods"], verbs: read },
        { apiGroups: ["apps"], resources: ["deployments", "replicasets"], verbs: read },
      ]);
      const { document } = await scene.run(["--dry-run"]);
      const expected = { causes: ["bad-rollout"], proposals: ["rollback"], failing: ["pods"] };
      expectDiagnosis(document, { ...expected, untold: ["kv-endpoints"] });
      expect(checkOf(document, "logs").verdict).not.toBe("pass");
      expect(checkOf(document, "kv-endpoints").error?.code).toBe("forbidden");
    }));

  it("allowed to see pods alone: without the Deployment nothing is claimed of them", () =>
    onScene({ user: "stranger", kv: "servers", prometheusUrl: calm.url }, async (scene) => {
      const { cluster, namespace } = scene.platform;
      await badRollout(scene.platform);
      await cluster.grant(namespace, "stranger", [{ apiGroups: [""], resources: ["pods"], verbs: read }]);
      const { document } = await scene.run();
      expectDiagnosis(document, { ...nothing, untold: ["pods", "kv-endpoints"] });
      expect(document.outcome).toBe("inconclusive");
    }));

  it("api-unreachable: nothing is known, and it is said from where", async () => {
    const server = await closedPort("https");
    await onScene({ server, kv: "servers", prometheusUrl: calm.url }, async (scene) => {
      await badRollout(scene.platform);
      const { document, exitCode, stderr } = await scene.run();
      expectDiagnosis(document, { ...nothing, untold: ["pods", "kv-endpoints"] });
      expect(exitCode).toBe(3);
      for (const { id, verdict, error, summary } of clusterChecks(document)) {
        expect([id, verdict, error?.code]).toEqual([id, "inconclusive", "unreachable"]);
        expect(summary).toContain(server.replace("https://", ""));
        expect(summary).toContain("from here");
      }
      expect(stderr).not.toMatch(/^\s+at /m);
    });
  });

  it("slow beyond the time that a check has: told as not known, in that time", async () => {
    const { serverUrl } = sharedCluster();
    const proxy = await toxiproxy.proxy(Number(new URL(serverUrl).port));
    await proxy.add({ type: "latency", latency: 20_000 });
    const server = `https://127.0.0.1:${proxy.port}`;
    await onScene({ server, kv: "servers", prometheusUrl: calm.url }, async (scene) => {
      await badRollout(scene.platform);
      const { document } = await scene.run(["--dry-run", "--timeout", "2s"]);
      expectDiagnosis(document, { ...nothing, untold: ["pods", "kv-endpoints"] });
      for (const { id, verdict, error, durationMs } of clusterChecks(document)) {
        expect([id, verdict, error?.code]).toEqual([id, "inconclusive", "timeout"]);
        // The checks run at the same time, and none waits much longer than its budget.
        expect(durationMs).toBeGreaterThanOrEqual(1_900);
        expect(durationMs).toBeLessThan(6_000);
      }
    });
  });

  it("slow within the time that a check has: told as without the delay", async () => {
    const { serverUrl } = sharedCluster();
    const proxy = await toxiproxy.proxy(Number(new URL(serverUrl).port));
    await proxy.add({ type: "latency", latency: 300, jitter: 100 });
    const server = `https://127.0.0.1:${proxy.port}`;
    await onScene({ server, prometheusUrl: calm.url }, async (scene) => {
      await badRollout(scene.platform);
      const { document } = await scene.run(["--dry-run"]);
      expectDiagnosis(document, { causes: ["bad-rollout"], proposals: ["rollback"], failing: ["pods"] });
    });
  });

  describe.each([
    ["without any traffic", () => silent.url],
    ["nowhere to be found", () => closedPort()],
    ["behind a login page", null],
  ] as const)("a Prometheus %s", (_name, url) => {
    it("leaves the error rate untold, and rests nothing on it", async () => {
      const page = await startHealthServer({ kind: "html" });
      try {
        const prometheusUrl = url === null ? page.url : await url();
        await onScene({ prometheusUrl, platform: { releases: 1 } }, async (scene) => {
          const { document, exitCode } = await scene.run();
          expectDiagnosis(document, { ...nothing, untold: ["error-rate"] });
          expect(exitCode).toBe(3);
          expect(checkOf(document, "error-rate").observed["value"] ?? null).toBeNull();
        });
      } finally {
        await page.close();
      }
    });
  });

  it("no Prometheus in the configuration: the key to add is named", () =>
    onScene({ platform: { releases: 1 } }, async (scene) => {
      const { document } = await scene.run(["--dry-run"]);
      expectDiagnosis(document, { ...nothing, untold: ["error-rate"] });
      const { verdict, error } = checkOf(document, "error-rate");
      expect([verdict, error?.code]).toEqual(["error", "not-configured"]);
      expect(`${error?.message} ${error?.hint}`).toContain("environments.lab.prometheus");
    }));
});
