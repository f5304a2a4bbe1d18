import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { check } from "../../contract/probes-world.ts";
import { whileSteady, clusterTruth } from "../../contract/probes-truth.ts";
import { describeLab } from "../cluster-from-injected.ts";
import { badRollout } from "../platform/faults.ts";
import { rolledOut } from "../platform/platform.ts";
import { waitUntil } from "../process/wait-until.ts";
import { labWorld, type LabWorld } from "../probes-lab.ts";

const target = "deployment/feature-api";

/** The states that kubectl's `rollout status` tells apart, read from its own sentences. */
function statusBySentence(said: string): string {
  if (said.includes("successfully rolled out")) return "complete";
  return said.includes("exceeded its progress deadline") ? "stuck" : "progressing";
}

describeLab("probes beside kubectl", () => {
  let world: LabWorld;
  beforeAll(async () => {
    world = await labWorld("healthy");
  });
  afterAll(() => world?.close());

  const kubectl = async (...args: readonly string[]): Promise<string> => {
    const { cluster, namespace } = world.platform;
    const { stdout, stderr } = await cluster.kubectl([...args, "-n", namespace], { reject: false });
    return `${stdout}${stderr}`;
  };
  const rollout = () => check(world, "kubernetes.rollout", { deployment: "feature-api" });
  const steadily = async <T>(look: () => Promise<T>): Promise<T> =>
    (await whileSteady(() => clusterTruth(world.doors, "feature-api"), look)).seen;

  const seesTheSame = () =>
    steadily(async () => {
      const [{ observed, verdict }, history, status] = [
        await rollout(),
        await kubectl("rollout", "history", target),
        await kubectl("rollout", "status", target, "--watch=false"),
      ];
      const revisions = [...history.matchAll(/^(\d+)\s/gm)].map(([, number]) => Number(number));
      expect(verdict).toBe("pass");
      expect((observed["history"] as { revision: number }[]).map(({ revision }) => revision).reverse()).toEqual(
        revisions,
      );
      expect(observed["status"]).toBe(statusBySentence(status));
      return observed;
    });

  test("one after the other: healthy, releasing, stuck, undone, restarted, paused", async () => {
    const { platform } = world;
    const { cluster, namespace } = platform;
    expect(await seesTheSame()).toMatchObject({ status: "complete", revision: 2, previousRevision: 1 });

    await badRollout(platform, { progressDeadlineSeconds: 4 });
    expect(await seesTheSame()).toMatchObject({ revision: 3, imageChange: "2.4.0 → 2.4.1", completedAt: null });
    await waitUntil("the progress deadline", async () => (await seesTheSame())["status"] === "stuck");

    const beforeUndoMs = Date.now();
    await kubectl("rollout", "undo", target);
    await rolledOut(cluster, namespace, "feature-api");
    // The old ReplicaSet serves again under a new number; it began with the undo, not when it was created.
    const undone = await seesTheSame();
    expect(undone).toMatchObject({
      status: "complete",
      revision: 4,
      previousRevision: 3,
      imageChange: "2.4.1 → 2.4.0",
    });
    expect(Date.parse(String(undone["changedAt"]))).toBeGreaterThanOrEqual(Math.floor(beforeUndoMs / 1_000) * 1_000);

    await kubectl("rollout", "restart", target);
    await rolledOut(cluster, namespace, "feature-api");
    expect(await seesTheSame()).toMatchObject({
      status: "complete",
      revision: 5,
      restartOnly: true,
      imageChange: null,
    });

    await kubectl("rollout", "pause", target);
    expect((await rollout()).observed["status"]).toBe("paused");
    await kubectl("rollout", "resume", target);
  });

  test("the equivalent commands are kubectl's", async () => {
    const { namespace } = world.platform;
    const place = { namespace, prometheusUrl: null, endpointUrl: () => null };
    const each = await Promise.all([
      check(world, "kubernetes.pods", { deployment: "feature-api" }, { place }),
      check(world, "kubernetes.rollout", { deployment: "feature-api" }, { place }),
      check(world, "kubernetes.endpoints", { service: "kv-store" }, { place }),
    ]);
    for (const { equivalent } of each) {
      const [program, ...args] = equivalent.split(" ");
      expect(program).toBe("kubectl");
      const { stdout } = await world.platform.cluster.kubectl(args);
      expect(stdout).toMatch(/feature-api|kv-store|REVISION/);
    }
  });

  test("a Deployment's pods are asked for by its own labels, whatever it is called", async () => {
    const { cluster, namespace } = world.platform;
    const labels = { "app.kubernetes.io/name": "ranker", tier: "web" };
    const spec = { containers: [{ name: "ranker", image: "registry.example/ranker:1" }] };
    await cluster.apply([
      {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: "odd", namespace },
        spec: { replicas: 2, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
      },
    ]);
    await rolledOut(cluster, namespace, "odd");
    const place = { namespace, prometheusUrl: null, endpointUrl: () => null };
    const words = async (type: string) => (await check(world, type, { deployment: "odd" }, { place })).equivalent;
    const [, ...pods] = (await words("kubernetes.pods")).split(" ");
    expect((await cluster.kubectl(pods)).stdout.match(/^odd-/gm)).toHaveLength(2);
    const [, ...logs] = (await words("kubernetes.logs")).split(" ");
    expect((await cluster.kubectl(logs)).exitCode).toBe(0);
    await cluster.kubectl(["delete", "deployment/odd", "-n", namespace]);
  });

  describe("a diagnosis reads and nothing else", () => {
    test("each probe asks for what it needs, once, whatever the number of pods", async () => {
      const { cluster, namespace } = world.platform;
      const before = (await cluster.auditEvents({ user: "viewer", namespace })).length;
      await check(world, "kubernetes.pods", { deployment: "feature-api" });
      await check(world, "kubernetes.rollout", { deployment: "feature-api" });
      await check(world, "kubernetes.endpoints", { service: "kv-store" });
      const asked = (await cluster.auditEvents({ user: "viewer", namespace })).slice(before);
      const words = asked.map(({ verb, resource }) => `${verb} ${resource}`);
      const workload = ["get deployments", "list pods", "list replicasets"];
      expect(words.sort()).toEqual(
        ["get configmaps", ...workload, ...workload, "get services", "list endpointslices"].sort(),
      );
    });
  });
});
