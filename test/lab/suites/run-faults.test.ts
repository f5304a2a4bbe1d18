import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeLab } from "../cluster-from-injected.ts";
import {
  badRollout,
  crashLoop,
  hung,
  imageUnavailable,
  outOfMemory,
  outOfMemoryRelease,
  scaledToZero,
  unschedulable,
} from "../platform/faults.ts";
import { featureApi, featureApiDeployment } from "../platform/manifests.ts";
import type { Platform, PlatformOptions } from "../platform/platform.ts";
import { podReason, servicePods } from "../platform/pods.ts";
import { waitUntil } from "../process/wait-until.ts";
import { featureLookups } from "../prometheus/feature-lookups.ts";
import { startPrometheus, type LabPrometheus } from "../prometheus/start-prometheus.ts";
import { expectNoChange } from "../run/changes.ts";
import { decided } from "../run/decided.ts";
import { expectDiagnosis, type ExpectedDiagnosis } from "../run/expect-diagnosis.ts";
import { onScene } from "../run/scene.ts";

const noRelease: PlatformOptions = { releases: 1 };

/** feature-api made anew in a state that nothing newer explains: there is no release before it. */
async function fromTheStart(
  platform: Platform,
  release: Partial<Parameters<typeof featureApiDeployment>[1]>,
  reason: string,
) {
  const { cluster, namespace, replicas } = platform;
  await cluster.kubectl(["delete", "-n", namespace, `deployment/${featureApi}`, "--cascade=foreground"]);
  await cluster.apply([featureApiDeployment(namespace, { tag: "2.4.0", replicas, ...release })]);
  await waitUntil(`${replicas} pods ${reason}`, async () => {
    const pods = await servicePods(cluster, namespace, `app=${featureApi}`);
    return pods.length === replicas && pods.every((pod) => podReason(pod) === reason);
  });
}

describeLab("the diagnosis of real faults", { concurrent: true }, () => {
  let calm: LabPrometheus;
  beforeAll(async () => {
    calm = await startPrometheus({ counters: featureLookups({ beforeRatio: 0.0001 }) });
  });
  afterAll(() => calm.close());

  describe.each<readonly [string, PlatformOptions, (platform: Platform) => Promise<unknown>, ExpectedDiagnosis]>([
    [
      "none, with a release, old restarts and a finished job",
      { oldRestarts: 7 },
      () => Promise.resolve(),
      { causes: [], proposals: [], failing: [] },
    ],
    ["bad-rollout", {}, badRollout, { causes: ["bad-rollout"], proposals: ["rollback"], failing: ["pods"] }],
    [
      "crash-loop without a release",
      noRelease,
      crashLoop,
      { causes: ["pods-unhealthy"], proposals: ["restart"], failing: ["pods"] },
    ],
    [
      "hung pods without a release",
      noRelease,
      hung,
      { causes: ["pods-unhealthy"], proposals: ["restart"], failing: ["pods"] },
    ],
    [
      "image-unavailable by a release",
      {},
      imageUnavailable,
      { causes: ["image-unavailable", "bad-rollout"], proposals: ["rollback"], failing: ["pods"] },
    ],
    [
      "image-unavailable from the start",
      noRelease,
      (platform) => fromTheStart(platform, { fate: "image-pull" }, "ImagePullBackOff"),
      { causes: ["image-unavailable"], proposals: ["provide-image"], failing: ["pods"] },
    ],
    [
      "out-of-memory by a release",
      {},
      outOfMemoryRelease,
      { causes: ["out-of-memory", "bad-rollout"], proposals: ["rollback"], failing: ["pods"] },
    ],
    [
      "out-of-memory without a release",
      noRelease,
      outOfMemory,
      { causes: ["out-of-memory"], proposals: ["raise-memory-limit", "restart"], failing: ["pods"] },
    ],
    [
      "unschedulable by a release",
      {},
      unschedulable,
      { causes: ["unschedulable", "bad-rollout"], proposals: ["rollback"], failing: ["pods"] },
    ],
    [
      "unschedulable from the start",
      noRelease,
      (platform) => fromTheStart(platform, { cpus: 1000 }, "Unschedulable"),
      { causes: ["unschedulable"], proposals: ["make-room"], failing: ["pods"] },
    ],
    ["scaled-to-zero", {}, scaledToZero, { causes: ["scaled-to-zero"], proposals: ["scale-up"], failing: ["pods"] }],
  ])("%s", (_name, platform, strike, expected) => {
    it("is told by its cause, with the mitigations that its evidence supports", () =>
      onScene({ platform, prometheusUrl: calm.url }, async (scene) => {
        await strike(scene.platform);
        const { document, exitCode } = await decided(scene);
        expectDiagnosis(document, expected);
        expect(exitCode).toBe(document.exitCode);
        expect(document.proposals.every(({ digest, expiresAt }) => digest === null && expiresAt === null)).toBe(true);
        await expectNoChange(scene);
      }));
  });
});
