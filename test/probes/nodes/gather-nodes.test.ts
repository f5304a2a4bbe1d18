import { describe, expect, test } from "vitest";
import { ClientError } from "../../../src/clients/client-error.ts";
import type { KubernetesClient } from "../../../src/clients/kubernetes-client.ts";
import { gatherNodes } from "../../../src/probes/nodes/nodes-facts.ts";

const NODE = {
  metadata: { name: "n1" },
  spec: { unschedulable: true },
  status: {
    conditions: [
      { type: "Ready", status: "True", reason: "KubeletReady", lastTransitionTime: "2026-11-22T02:00:00Z" },
      { type: "DiskPressure", status: "False" },
    ],
    allocatable: { cpu: "3920m", memory: "1Gi", pods: "110" },
  },
};

const podOn = (nodeName: string | undefined, cpu: string, memory: string) => ({
  spec: { ...(nodeName !== undefined && { nodeName }), containers: [{ resources: { requests: { cpu, memory } } }] },
});

/** A cluster of these objects; what it was asked is kept. A failure stands for the list of pods. */
async function gather(
  nodes: readonly object[],
  pods: readonly object[] | Error,
  { labelSelector = null as string | null, usage = true, signal = new AbortController().signal } = {},
) {
  const asked: unknown[] = [];
  const list = async (path: string, query: object) => {
    asked.push([path, query]);
    if (path === "/api/v1/nodes") return nodes;
    if (pods instanceof Error) throw pods;
    return pods;
  };
  const facts = await gatherNodes({ list } as unknown as KubernetesClient, { labelSelector, usage }, signal);
  return { facts, asked };
}

test("a node as the cluster tells it, with what its own pods ask for", async () => {
  const pods = [
    podOn("n1", "500m", "256Mi"),
    podOn("n1", "1", "256Mi"),
    podOn("n2", "7", "1Gi"),
    podOn(undefined, "9", "1"),
  ];
  const { facts, asked } = await gather([NODE], [...pods, {}]);
  expect(facts).toEqual({
    nodes: [
      {
        name: "n1",
        cordoned: true,
        conditions: [
          { type: "Ready", status: "True", reason: "KubeletReady", sinceMs: Date.parse("2026-11-22T02:00:00Z") },
          { type: "DiskPressure", status: "False", reason: "", sinceMs: null },
        ],
        allocatable: { cpu: 3.92, memory: 2 ** 30, pods: 110 },
        requested: { cpu: 1.5, memory: 2 ** 29, pods: 2 },
      },
    ],
    podsFailure: null,
  });
  expect(asked).toEqual([
    ["/api/v1/nodes", {}],
    // Pods that have ended hold nothing of their node.
    ["/api/v1/pods", { fieldSelector: "status.phase!=Succeeded,status.phase!=Failed" }],
  ]);
});

test.each([{ metadata: { name: "bare" } }, { metadata: { name: "bare" }, spec: {}, status: {} }])(
  "of %j what it does not say is unknown, and it is not cordoned",
  async (bare) => {
    const { facts } = await gather([bare], []);
    expect(facts.nodes).toEqual([
      {
        name: "bare",
        cordoned: false,
        conditions: [],
        allocatable: { cpu: null, memory: null, pods: null },
        requested: { cpu: 0, memory: 0, pods: 0 },
      },
    ]);
  },
);

test("a selector goes with the question; pods are listed only where their use is wanted", async () => {
  const { facts, asked } = await gather([NODE], [], { labelSelector: "pool=gpu", usage: false });
  expect(asked).toEqual([["/api/v1/nodes", { labelSelector: "pool=gpu" }]]);
  expect(facts).toMatchObject({ nodes: [{ requested: null }], podsFailure: null });
});

describe("pods that cannot be listed", () => {
  const forbidden = new ClientError("forbidden", "list pods: forbidden", "");

  test("leave the nodes readable, and the reason is kept", async () => {
    const { facts } = await gather([NODE], forbidden);
    expect(facts).toMatchObject({ nodes: [{ name: "n1", requested: null }], podsFailure: "list pods: forbidden" });
  });

  test("because the check was given up, or by a defect, are no answer", async () => {
    await expect(gather([NODE], forbidden, { signal: AbortSignal.abort() })).rejects.toBe(forbidden);
    await expect(gather([NODE], new TypeError("a defect"))).rejects.toThrow("a defect");
  });
});
