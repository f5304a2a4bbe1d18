import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeLab } from "../cluster-from-injected.ts";
import { badRollout, badRolloutReady, hung, outOfMemory, scaledToZero, strikePods } from "../platform/faults.ts";
import { readyEndpoints } from "../platform/ready-endpoints.ts";
import { rolledOut, type Platform, type PlatformOptions } from "../platform/platform.ts";
import { waitUntil } from "../process/wait-until.ts";
import { featureLookups } from "../prometheus/feature-lookups.ts";
import { startPrometheus, type LabPrometheus } from "../prometheus/start-prometheus.ts";
import { kubectlStory } from "../run/kubectl-story.ts";
import { onScene } from "../run/scene.ts";
import { checkOf } from "../run/told.ts";

const kubectl = ({ cluster, namespace }: Platform, ...args: readonly string[]) =>
  cluster.kubectl([...args, "-n", namespace]);

async function stuck(platform: Platform): Promise<void> {
  const { cluster, namespace } = platform;
  await badRollout(platform, { progressDeadlineSeconds: 3 });
  await waitUntil(
    "the progress deadline to pass",
    async () => {
      type Deployment = { status: { conditions: { reason: string }[] } };
      const path = `/apis/apps/v1/namespaces/${namespace}/deployments/feature-api`;
      const { status } = await cluster.get<Deployment>(path);
      return status.conditions.some(({ reason }) => reason === "ProgressDeadlineExceeded");
    },
    { timeoutMs: 40_000 },
  );
}

async function restarted(platform: Platform): Promise<void> {
  await kubectl(platform, "rollout", "restart", "deployment/feature-api");
  await rolledOut(platform.cluster, platform.namespace, "feature-api");
}

/** A release and back: the revision that an undo brings back gets a new number. */
async function undone(platform: Platform): Promise<void> {
  await badRolloutReady(platform);
  await kubectl(platform, "rollout", "undo", "deployment/feature-api");
  await rolledOut(platform.cluster, platform.namespace, "feature-api");
}

describeLab("what the document says, against kubectl on the same cluster", { concurrent: true }, () => {
  let calm: LabPrometheus;
  beforeAll(async () => {
    calm = await startPrometheus({ counters: featureLookups() });
  });
  afterAll(() => calm.close());

  describe.each<readonly [string, PlatformOptions, (platform: Platform) => Promise<unknown>]>([
    ["healthy", {}, () => Promise.resolve()],
    ["a rollout under way that crashes", {}, badRollout],
    ["a rollout past its progress deadline", {}, stuck],
    ["a rollout that is paused", {}, (platform) => kubectl(platform, "rollout", "pause", "deployment/feature-api")],
    ["after a restart", {}, restarted],
    ["after an undo", {}, undone],
    ["two of seven pods hung", { replicas: 7, releases: 1 }, (platform) => hung(platform, 2)],
    ["pods out of memory", { releases: 1 }, (platform) => outOfMemory(platform, 3)],
    ["an evicted pod beside its replacement", {}, (platform) => strikePods(platform, "evicted", "Evicted", 1)],
    ["none", {}, scaledToZero],
  ])("%s", (_name, platform, strike) => {
    it("counts, revisions and states are the same", () =>
      onScene({ platform, prometheusUrl: calm.url }, async (scene) => {
        await strike(scene.platform);
        // What is the same before and after is what the run must have seen; controllers may still be at work.
        const { said, document } = await waitUntil(
          "a dry run during which nothing moves",
          async () => {
            const before = await kubectlStory(scene.platform);
            const ended = await scene.run(["--dry-run"]);
            const after = await kubectlStory(scene.platform);
            return isDeepStrictEqual(before, after) && { said: before, document: ended.document };
          },
          { timeoutMs: 60_000, everyMs: 200 },
        );

        const pods = checkOf(document, "pods").observed;
        const rollout = checkOf(document, "rollout").observed;
        const endpoints = checkOf(document, "kv-endpoints").observed;
        expect({
          desired: pods["desired"],
          total: pods["total"],
          ready: pods["ready"],
          byRevision: Object.fromEntries(
            (pods["revisions"] as { revision: number; pods: number; ready: number }[])
              .filter((revision) => revision.pods > 0)
              .map((revision) => [revision.revision, `${revision.ready}/${revision.pods}`]),
          ),
          revision: rollout["revision"],
          history: (rollout["history"] as { revision: number }[])
            .map(({ revision }) => revision)
            .toSorted((a, b) => a - b),
          status: rollout["status"],
          kvReady: endpoints["ready"],
        }).toEqual({ ...said, kvReady: await readyEndpoints(scene.platform, "kv-store") });
      }));
  });
});
