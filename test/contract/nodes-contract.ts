import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apiPath } from "../../src/clients/kubernetes-client.ts";
import { nodesObserved } from "../../src/probes/nodes/nodes-observed.ts";
import { check, type ProbeWorld } from "./probes-world.ts";

type NodesWorld = Pick<ProbeWorld, "doors" | "now" | "close">;

interface Listed {
  readonly metadata: { readonly name: string };
  readonly spec?: { readonly nodeName?: string };
  readonly status?: { readonly phase?: string; readonly conditions?: readonly { type: string; status: string }[] };
}

/** What `kubernetes.nodes` must say of healthy nodes in every world, seen by someone who may list nodes and pods. */
export function nodesContract(start: () => Promise<NodesWorld>): void {
  describe("nodes", () => {
    let world: NodesWorld;
    beforeAll(async () => {
      world = await start();
    });
    afterAll(() => world?.close());

    test("are all there and ready, with the pods that they carry", async () => {
      const kubernetes = await world.doors.kubernetes();
      const signal = AbortSignal.timeout(20_000);
      const result = await check(world, "kubernetes.nodes", {});
      const [nodes, pods] = await Promise.all([
        kubernetes.list<Listed>(apiPath("api", "v1", "nodes"), {}, signal),
        kubernetes.list<Listed>(apiPath("api", "v1", "pods"), {}, signal),
      ]);
      const observed = nodesObserved.parse(result.observed);
      expect(result.verdict).toBe("pass");
      expect(observed).toMatchObject({ total: nodes.length, ready: nodes.length, notReady: 0, diskPressure: 0 });
      expect(observed.nodes.map(({ name }) => name).sort()).toEqual(nodes.map(({ metadata }) => metadata.name).sort());
      const carried = pods.filter(
        ({ spec, status }) => spec?.nodeName && !/Succeeded|Failed/.test(status?.phase ?? ""),
      );
      expect(observed.maxPodsRatio === 0).toBe(carried.length === 0);
      for (const { cpuRequestedRatio, memoryRequestedRatio } of observed.nodes) {
        expect(cpuRequestedRatio).toBeGreaterThanOrEqual(0);
        expect(memoryRequestedRatio).toBeLessThanOrEqual(1);
      }
    });

    test("without their use ask for nodes alone", async () => {
      const result = await check(world, "kubernetes.nodes", { usage: false });
      expect(result).toMatchObject({ verdict: "pass", observed: { maxCpuRequestedRatio: null }, notes: [] });
    });

    test("with labels that none has are none, which fails", async () => {
      expect(await check(world, "kubernetes.nodes", { labelSelector: "pool=none-such" })).toMatchObject({
        verdict: "fail",
        observed: { total: 0 },
      });
    });
  });
}
