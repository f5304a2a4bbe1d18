import { isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "vitest";
import { describeLab, sharedCluster } from "../cluster-from-injected.ts";
import {
  badRollout,
  badRolloutReady,
  crashLoop,
  hung,
  imageUnavailable,
  kvDown,
  outOfMemory,
  outOfMemoryRelease,
  recover,
  scaledToZero,
  strikePods,
  unschedulable,
} from "../platform/faults.ts";
import { readyEndpoints } from "../platform/ready-endpoints.ts";
import { waitUntil } from "../process/wait-until.ts";
import { rolledOut, startPlatform, type Platform } from "../platform/platform.ts";
import { podReason, servicePods, setFate, type LabPod } from "../platform/pods.ts";

async function onPlatform(use: (platform: Platform) => Promise<void>): Promise<void> {
  const platform = await startPlatform(sharedCluster());
  try {
    await use(platform);
  } finally {
    await platform.close();
  }
}

const apiPods = ({ cluster, namespace }: Platform) => servicePods(cluster, namespace, "app=feature-api");
const image = (pod: LabPod) => pod.spec.containers[0]?.image.split(":")[1];

/** How often each look occurs, by image tag. */
async function census(platform: Platform): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const pod of await apiPods(platform)) {
    const key = `${image(pod)} ${podReason(pod)}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

/** Waits for exactly these looks; `expect.poll` is not for tests that run side by side. */
async function untilCensus(platform: Platform, wanted: Record<string, number>): Promise<void> {
  let last = {};
  await waitUntil(
    `pods ${JSON.stringify(wanted)}`,
    async () => isDeepStrictEqual((last = await census(platform)), wanted),
    { seen: () => JSON.stringify(last) },
  );
}

async function undo(platform: Platform): Promise<void> {
  const { cluster, namespace } = platform;
  const kubeconfig = await cluster.kubeconfigFor("operator", namespace);
  await cluster.kubectl(["rollout", "undo", "deployment/feature-api"], { kubeconfig });
  await rolledOut(cluster, namespace, "feature-api");
}

describeLab("faults of the lab's platform", { concurrent: true }, () => {
  describe.each([
    ["a bad rollout", badRollout, "2.4.1 CrashLoopBackOff"],
    ["a release out of memory", outOfMemoryRelease, "2.4.1 OOMKilled"],
    ["an image that is not there", imageUnavailable, "2.4.1-typo ImagePullBackOff"],
    ["a release that fits nowhere", unschedulable, "2.4.1 Unschedulable"],
  ])("%s", (_name, strike, look) => {
    it("gets stuck with the old pods serving, and an undo heals it", () =>
      onPlatform(async (platform) => {
        await strike(platform);
        // A surge of one and one unavailable: of four, three old ones stay and two new ones come.
        expect(await census(platform)).toEqual({ "2.4.0 Ready": 3, [look]: 2 });
        await undo(platform);
        await untilCensus(platform, { "2.4.0 Ready": 4 });
      }));
  });

  it.for([
    ["a crash loop", crashLoop, "CrashLoopBackOff", "Error", 1],
    ["hung pods", hung, "NotReady", undefined, undefined],
    ["pods out of memory", outOfMemory, "OOMKilled", "OOMKilled", 137],
  ] as const)("%s: a restart heals", ([, strike, reason, ended, exitCode]) =>
    onPlatform(async (platform) => {
      const { cluster, namespace } = platform;
      const pods = await strike(platform);
      expect(pods.map(podReason)).toEqual(Array.from({ length: 4 }, () => reason));
      const terminated = pods[0]?.status.containerStatuses?.[0]?.lastState?.terminated;
      expect(terminated?.reason).toBe(ended);
      expect(terminated?.exitCode).toBe(exitCode);
      await cluster.kubectl(["rollout", "restart", "-n", namespace, "deployment/feature-api"]);
      await rolledOut(cluster, namespace, "feature-api");
      await untilCensus(platform, { "2.4.0 Ready": 4 });
    }),
  );

  it("a release can be ready and serve errors", () =>
    onPlatform(async (platform) => {
      await badRolloutReady(platform);
      await untilCensus(platform, { "2.4.1 Ready": 4 });
      await undo(platform);
      await untilCensus(platform, { "2.4.0 Ready": 4 });
    }));

  it("the KV store goes down and recovers; its replica stays", () =>
    onPlatform(async (platform) => {
      await kvDown(platform);
      expect(await readyEndpoints(platform, "kv-store")).toBe(0);
      expect(await readyEndpoints(platform, "kv-store-replica")).toBe(2);
      expect((await fetch(platform.kv.primary.url)).status).toBe(503);
      await recover(platform);
      await waitUntil("the KV store to be back", async () => {
        return (await readyEndpoints(platform, "kv-store")) === 2;
      });
    }));

  it("an evicted pod stays beside its replacement", () =>
    onPlatform(async (platform) => {
      await strikePods(platform, "evicted", "Evicted", 1);
      await untilCensus(platform, { "2.4.0 Ready": 4, "2.4.0 Evicted": 1 });
    }));

  it("a pod can be stuck in its end", () =>
    onPlatform(async (platform) => {
      const { cluster, namespace } = platform;
      const [pod] = (await apiPods(platform)).slice(0, 1);
      if (pod === undefined) throw new Error("the platform has no pods");
      await setFate(cluster, namespace, [pod], "stuck-terminating");
      const remove = ["delete", "pod", pod.metadata.name, "-n", namespace, "--wait=false"];
      await cluster.kubectl(remove);
      await untilCensus(platform, { "2.4.0 Ready": 4, "2.4.0 Terminating": 1 });
    }));

  it("none are left when somebody scales to zero", () =>
    onPlatform(async (platform) => {
      await scaledToZero(platform);
      expect(await census(platform)).toEqual({});
    }));

  it("the other fates look as they are described", async () => {
    const cluster = sharedCluster();
    const looks = [
      ["config-error", "CreateContainerConfigError"],
      ["slow-start", "NotReady"],
      ["slow-start", "Ready"],
      ["crash-flap", "CrashLoopBackOff"],
      ["crash-flap", "NotReady"],
    ] as const;
    const fates = [...new Set(looks.map(([fate]) => fate))];
    const started = fates.map(
      async (fate) => [fate, await startPlatform(cluster, { fate, replicas: 1, releases: 1 })] as const,
    );
    const platforms = new Map(await Promise.all(started));
    try {
      for (const [fate, reason] of looks) {
        const platform = platforms.get(fate);
        if (platform === undefined) throw new Error(`no platform for ${fate}`);
        await untilCensus(platform, { [`2.4.0 ${reason}`]: 1 });
      }
    } finally {
      await Promise.all([...platforms.values()].map((platform) => platform.close()));
    }
  });
});
