import { expect, test } from "vitest";
import { openDoors } from "../../../src/clients/open-doors.ts";
import { bareEnvironment } from "../../../src/core/environment/environment.ts";
import { nodesObserved } from "../../../src/probes/nodes/nodes-observed.ts";
import { nodesContract } from "../../contract/nodes-contract.ts";
import { check } from "../../contract/probes-world.ts";
import { describeLab, sharedCluster } from "../cluster-from-injected.ts";

const now = () => Date.now();

async function worldOf(user: "admin" | "viewer") {
  const cluster = sharedCluster();
  const namespace = await cluster.createNamespace("nodes");
  const kubeconfig = await cluster.kubeconfigFor(user, namespace);
  const doors = openDoors({ ...bareEnvironment("lab"), kubernetes: { kubeconfig } }, { env: {} });
  return { cluster, namespace, doors, now, close: () => doors.close() };
}

describeLab("the nodes of a real cluster", () => {
  nodesContract(() => worldOf("admin"));

  test("what their pods ask for is what kubectl describes", async () => {
    const { cluster, namespace, doors, close } = await worldOf("admin");
    const container = (name: string, cpu: string, memory: string) => ({
      name,
      image: "registry.example/asks:1",
      resources: { requests: { cpu, memory } },
    });
    const pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "asks", namespace },
      spec: {
        nodeName: "node-a",
        containers: [container("one", "1500m", "1Gi"), container("two", "2", "512Mi")],
        initContainers: [container("first", "6", "256Mi")],
      },
    };
    await cluster.apply([pod]);
    try {
      const { stdout } = await cluster.kubectl(["describe", "node", "node-a"]);
      const result = await check({ doors, now }, "kubernetes.nodes", {});
      const observed = nodesObserved.parse(result.observed);
      const node = observed.nodes.find(({ name }) => name === "node-a");
      // e.g. "  cpu                6500m (10%)  0 (0%)", cut to whole percents.
      const described = (resource: string) =>
        Number(new RegExp(`^\\s+${resource}\\s+\\S+ \\((\\d+)%\\)`, "m").exec(stdout)?.[1]);
      expect(Math.floor((node?.cpuRequestedRatio ?? 0) * 100)).toBe(described("cpu"));
      expect(Math.floor((node?.memoryRequestedRatio ?? 0) * 100)).toBe(described("memory"));
      expect(described("cpu")).toBeGreaterThanOrEqual(9);
    } finally {
      await cluster.kubectl(["delete", "pod", "asks", "-n", namespace, "--wait=false"]);
      await close();
    }
  });

  test("who may not list them is told so", async () => {
    const { doors, close } = await worldOf("viewer");
    const result = await check({ doors, now }, "kubernetes.nodes", {});
    expect(result).toMatchObject({ verdict: "error", error: { code: "forbidden" } });
    expect(result.summary).toContain("nodes");
    await close();
  });
});
