import { describe, expect, test } from "vitest";
import { judgeNodes } from "../../../src/probes/nodes/judge-nodes.ts";
import type { NodeCondition, NodeFact } from "../../../src/probes/nodes/nodes-facts.ts";
import { nodesObserved } from "../../../src/probes/nodes/nodes-observed.ts";

const SINCE = Date.parse("2026-11-22T02:00:00Z");

function condition(type: string, status: string, fields: Partial<NodeCondition> = {}): NodeCondition {
  return { type, status, reason: "", sinceMs: SINCE, ...fields };
}

const HEALTHY = [
  condition("Ready", "True"),
  condition("DiskPressure", "False"),
  condition("MemoryPressure", "False"),
  condition("PIDPressure", "False"),
];

function node(name: string, fields: Partial<NodeFact> = {}): NodeFact {
  return {
    name,
    cordoned: false,
    conditions: HEALTHY,
    allocatable: { cpu: 8, memory: 32, pods: 110 },
    requested: { cpu: 2, memory: 16, pods: 11 },
    ...fields,
  };
}

function judge(nodes: readonly NodeFact[], podsFailure: string | null = null) {
  const judged = judgeNodes({ nodes, podsFailure });
  return { ...judged, observed: nodesObserved.parse(judged.observed) };
}

const without = (type: string, ...others: NodeCondition[]) => ({
  conditions: [...HEALTHY.filter((each) => each.type !== type), ...others],
});

describe("nodes", () => {
  test("that are all well pass, with the fullest said", () => {
    const { verdict, summary, observed } = judge([
      node("a"),
      node("b", { requested: { cpu: 6, memory: 8, pods: 55 } }),
    ]);
    expect([verdict, summary]).toEqual(["pass", "2 of 2 ready; the fullest has CPU 75 % and memory 50 % asked for"]);
    expect(observed).toMatchObject({
      total: 2,
      ready: 2,
      firstTroubleAt: null,
      maxCpuRequestedRatio: 0.75,
      maxMemoryRequestedRatio: 0.5,
      maxPodsRatio: 0.5,
    });
    expect(observed.nodes.map(({ name }) => name)).toEqual(["b", "a"]);
  });

  test.each([
    ["DiskPressure", "diskPressure"],
    ["MemoryPressure", "memoryPressure"],
    ["PIDPressure", "pidPressure"],
    ["NetworkUnavailable", "networkUnavailable"],
  ] as const)("one with %s fails", (type, counted) => {
    const bad = node("b", without(type, condition(type, "True", { reason: "KubeletHas" })));
    const { verdict, summary, observed } = judge([node("a"), bad]);
    expect(verdict).toBe("fail");
    expect(summary).toContain(`b ${type}, since 2026-11-22T02:00:00Z`);
    expect(observed).toMatchObject({ ready: 2, notReady: 0, [counted]: 1, firstTroubleAt: "2026-11-22T02:00:00Z" });
    expect(observed.nodes[0]).toMatchObject({ name: "b", ready: true, troubles: [type] });
  });

  test.each([
    ["says that it is not", without("Ready", condition("Ready", "False"))],
    ["has not been heard of", { conditions: HEALTHY.map(({ type }) => condition(type, "Unknown")) }],
    ["never reported", { conditions: [] }],
  ])("one that %s fails, as one trouble", (_what, fields) => {
    const { verdict, observed } = judge([node("a"), node("b", fields)]);
    expect(verdict).toBe("fail");
    expect(observed).toMatchObject({ ready: 1, notReady: 1, diskPressure: 0 });
    expect(observed.nodes[0]?.troubles).toEqual(["NotReady"]);
  });

  test("a pressure that nobody knows of is trouble, another condition is not", () => {
    const unknown = node("b", without("DiskPressure", condition("DiskPressure", "Unknown")));
    expect(judge([unknown]).verdict).toBe("fail");
    const other = node("b", { conditions: [...HEALTHY, condition("KernelDeadlock", "True")] });
    expect(judge([other]).verdict).toBe("pass");
  });

  test("a cordoned one is as somebody wants it", () => {
    const { verdict, summary, observed } = judge([node("a"), node("b", { cordoned: true })]);
    expect([verdict, observed.cordoned]).toEqual(["pass", 1]);
    expect(summary).toContain("2 of 2 ready (1 cordoned)");
  });

  test("none at all fails", () => {
    expect(judge([])).toMatchObject({ verdict: "fail", summary: "there are no nodes" });
  });

  test("without the right to list pods their use is unknown, and said", () => {
    const { verdict, observed, notes, summary } = judge([node("a", { requested: null })], "list pods: forbidden");
    expect([verdict, summary]).toEqual(["pass", "1 of 1 ready"]);
    expect(observed).toMatchObject({ maxCpuRequestedRatio: null, maxPodsRatio: null });
    expect(notes).toEqual(["what the pods ask for is not known: list pods: forbidden"]);
  });
});
