import { describe, expect, test } from "vitest";
import { check } from "../../contract/probes-world.ts";
import { describeLab } from "../cluster-from-injected.ts";
import type { Fate } from "../cluster/fates.ts";
import { jsonLogLine, trafficLog } from "../cluster/pod-logs.ts";
import { crashLoop, hung, strikePods } from "../platform/faults.ts";
import { featureApiDeployment } from "../platform/manifests.ts";
import { podReason, servicePods, setFate } from "../platform/pods.ts";
import { labWorld, type LabWorld } from "../probes-lab.ts";
import { waitUntil } from "../process/wait-until.ts";

async function inWorld(use: (world: LabWorld) => Promise<void>): Promise<void> {
  const world = await labWorld("healthy");
  try {
    await use(world);
  } finally {
    await world.close();
  }
}

const apiPods = ({ platform }: LabWorld) => servicePods(platform.cluster, platform.namespace, "app=feature-api");
const pods = (world: LabWorld, args = {}) => check(world, "kubernetes.pods", { deployment: "feature-api", ...args });
const logs = (world: LabWorld, args = {}) => check(world, "kubernetes.logs", { deployment: "feature-api", ...args });

/** A release whose pods meet a fate; waits until one of them shows the reason. */
async function release(world: LabWorld, fate: Fate, reason: string): Promise<void> {
  const { cluster, namespace, replicas } = world.platform;
  await cluster.apply([featureApiDeployment(namespace, { replicas, tag: "2.4.1", fate })]);
  await waitUntil(reason, async () => (await apiPods(world)).some((pod) => podReason(pod) === reason));
}

describeLab("pods on the lab's cluster", { concurrent: true }, () => {
  test("a finished Job's pod with the same label is not one of the service's", () =>
    inWorld(async (world) => {
      const { cluster, namespace } = world.platform;
      const list = async () =>
        (await cluster.kubectl(["get", "pods", "-n", namespace, "-l", "app=feature-api", "-o", "name"])).stdout
          .trim()
          .split("\n");
      await waitUntil("the Job's pod", async () => (await list()).length === 5);
      expect(await pods(world)).toMatchObject({ verdict: "pass", observed: { total: 4, ready: 4 } });
      expect((await pods(world, { deployment: undefined, labelSelector: "app=feature-api" })).observed).toMatchObject({
        total: 4,
      });
    }));

  test("an evicted pod counts while its eviction is recent", () =>
    inWorld(async (world) => {
      await strikePods(world.platform, "evicted", "Evicted", 1);
      await waitUntil("the replacement", async () => (await pods(world)).observed["ready"] === 4);
      expect(await pods(world)).toMatchObject({
        verdict: "fail",
        observed: { evicted: 1, total: 4, reasons: { Evicted: 1 } },
      });
      expect(await pods(world, { window: "0s" })).toMatchObject({ verdict: "pass", observed: { evicted: 0 } });
    }));

  test("a pod that does not go is stuck past its grace period and the slack", () =>
    inWorld(async (world) => {
      const { cluster, namespace } = world.platform;
      const [pod] = await apiPods(world);
      if (pod === undefined) throw new Error("no pod");
      await setFate(cluster, namespace, [pod], "stuck-terminating");
      await cluster.kubectl(["delete", "pod", pod.metadata.name, "-n", namespace, "--wait=false", "--grace-period=1"]);
      await waitUntil("the replacement", async () => (await pods(world)).observed["ready"] === 4);
      expect(await pods(world)).toMatchObject({ verdict: "pass", observed: { total: 4 } });
      await waitUntil("the slack to pass", async () => {
        const { observed, verdict } = await pods(world, { terminationSlack: "1s" });
        return verdict === "fail" && observed["terminating"] === 1;
      });
    }));

  test("a hung pod is not ready past the start-up budget, and starting before", () =>
    inWorld(async (world) => {
      await hung(world.platform, 1);
      await waitUntil("a second", async () => (await pods(world, { startup: "1s" })).verdict === "fail");
      expect((await pods(world, { startup: "1s" })).observed).toMatchObject({
        notReady: 1,
        ready: 3,
        reasons: { NotReady: 1 },
      });
      expect((await pods(world, { startup: "1h" })).observed).toMatchObject({ notReady: 0, ready: 3, starting: 1 });
    }));

  test("configuration that is missing is trouble past the grace", () =>
    inWorld(async (world) => {
      await release(world, "config-error", "CreateContainerConfigError");
      expect((await pods(world)).observed).toMatchObject({ configurationUnavailable: 0 });
      await waitUntil(
        "a second",
        async () => Number((await pods(world, { grace: "1s" })).observed["configurationUnavailable"]) > 0,
      );
      expect((await pods(world, { grace: "1s" })).verdict).toBe("fail");
    }));

  test("a crash loop that flaps to Running is one at every look", () =>
    inWorld(async (world) => {
      await release(world, "crash-flap", "CrashLoopBackOff");
      const states = new Set<string>();
      await waitUntil(
        "both states",
        async () => {
          for (const reason of (await apiPods(world)).map(podReason)) states.add(reason);
          const { verdict, observed } = await pods(world, { startup: "1h" });
          expect(verdict).toBe("fail");
          expect(observed["crashing"]).toBeGreaterThan(0);
          return states.has("CrashLoopBackOff") && states.has("NotReady");
        },
        { everyMs: 300 },
      );
    }));

  describe("logs", () => {
    test("a pod whose log cannot be read is named, the others are read", () =>
      inWorld(async (world) => {
        const { cluster, namespace } = world.platform;
        await cluster.setLogs(namespace, trafficLog({ total: 60, errors: 15 }));
        const [pod] = await apiPods(world);
        if (pod === undefined) throw new Error("no pod");
        await cluster.setPodLogs(namespace, pod.metadata.name, null);
        await waitUntil("the kubelet to refuse", async () => (await logs(world)).observed["podsRead"] === 3);
        const { observed, verdict, notes } = await logs(world);
        expect(verdict).toBe("pass");
        expect(observed).toMatchObject({
          podsTotal: 4,
          podsRead: 3,
          lines: 180,
          errors: 45,
          errorRatio: 0.25,
          unread: [{ pod: pod.metadata.name }],
        });
        expect(notes.join()).toContain(pod.metadata.name);
      }));

    test("of crashed containers the life before is read", () =>
      inWorld(async (world) => {
        const { cluster, namespace } = world.platform;
        await cluster.setLogs(namespace, trafficLog({ total: 10, errors: 0 }));
        const last = Array.from({ length: 4 }, (_, index) =>
          jsonLogLine(new Date(Date.now() - index * 1_000), {
            level: "ERROR",
            message: `cannot open segment ${index}`,
          }),
        );
        await cluster.setLogs(namespace, last, true);
        await crashLoop(world.platform, 1);
        const { observed } = await logs(world);
        expect(observed["patterns"]).toMatchObject([
          { template: "cannot open segment <*>", count: 4, pods: 1, service: "feature-api" },
        ]);
        expect(observed).toMatchObject({ podsTotal: 4, podsRead: 4, lines: 34, errors: 4 });
      }));
  });

  test("a health endpoint in all its moods", () =>
    inWorld(async (world) => {
      const { primary } = world.platform.kv;
      const mood = async (behaviour: Parameters<typeof primary.behave>[0], fields = {}) => {
        primary.behave(behaviour);
        const { verdict, error } = await check(world, "http.health", { endpoint: "direct" }, fields);
        return [verdict, error?.code ?? null];
      };
      expect(await mood({ kind: "ok" })).toEqual(["pass", null]);
      expect(await mood({ kind: "slow", delayMs: 150 })).toEqual(["pass", null]);
      expect(await mood({ kind: "down" })).toEqual(["fail", null]);
      expect(await mood({ kind: "reports-down" })).toEqual(["fail", null]);
      expect(await mood({ kind: "html" })).toEqual(["inconclusive", null]);
      expect(await mood({ kind: "status", status: 200, body: "" })).toEqual(["inconclusive", null]);
      expect(await mood({ kind: "reset" })).toEqual(["inconclusive", "unreachable"]);
      expect(await mood({ kind: "silent" }, { budgetMs: 300 })).toEqual(["inconclusive", "timeout"]);
      await primary.close();
      expect(await mood({ kind: "ok" })).toEqual(["inconclusive", "unreachable"]);
    }));
});
