import { describe, expect, test } from "vitest";
import { judgeNodes } from "../../../src/probes/nodes/judge-nodes.ts";
import type { NodeCondition, NodeFact } from "../../../src/probes/nodes/nodes-facts.ts";
import { nodesObserved } from "../../../src/probes/nodes/nodes-observed.ts";

const SINCE = Date.parse("2026-11-22T02:00:00Z");

const condition = (type: string, status: string, fields: Partial<NodeCondition> = {}): NodeCondition => ({
  type,
  status,
  reason: "",
  sinceMs: SINCE,
  ...fields,
});

/** A node that is ready, but for what is said of it; without allocatable nothing is known of its use. */
function node(name: string, conditions: readonly NodeCondition[] = [], fields: Partial<NodeFact> = {}): NodeFact {
  return {
    name,
    cordoned: false,
    conditions: [
      ...(conditions.some(({ type }) => type === "Ready") ? [] : [condition("Ready", "True")]),
      ...conditions,
    ],
    allocatable: { cpu: 4, memory: 16, pods: 100 },
    requested: { cpu: 1, memory: 8, pods: 10 },
    ...fields,
  };
}

function judge(nodes: readonly NodeFact[]) {
  const judged = judgeNodes({ nodes, podsFailure: null });
  return { ...judged, observed: nodesObserved.parse(judged.observed) };
}

const disk = (fields: Partial<NodeCondition> = {}) => condition("DiskPressure", "True", fields);

describe("the evidence", () => {
  test("has each trouble of each node, with its reason and since when, where those are known", () => {
    const worse = node("b", [condition("PIDPressure", "Unknown"), disk({ reason: "KubeletHasDiskPressure" })]);
    const { evidence, flip, notes } = judge([node("a"), worse, node("c", [disk({ sinceMs: null })])]);
    expect(evidence).toEqual([
      { what: "ready nodes", value: 3, limit: 3 },
      { what: "node b", value: "PIDPressure Unknown", atMs: SINCE },
      { what: "node b", value: "DiskPressure True (KubeletHasDiskPressure)", atMs: SINCE },
      { what: "node c", value: "DiskPressure True" },
    ]);
    expect(evidence.at(-1)).not.toHaveProperty("atMs");
    expect(flip).toBe("it passes when every node is ready and none runs out of anything");
    expect(notes).toEqual([]);
  });

  test("of nodes that are well is their number, and nothing would have to change", () => {
    const { evidence, flip } = judge([node("a")]);
    expect([evidence, flip]).toEqual([[{ what: "ready nodes", value: 1, limit: 1 }], null]);
  });

  test("has ten nodes at most, as the observed ones", () => {
    const { evidence, observed } = judge(Array.from({ length: 12 }, (_, index) => node(`n${index}`, [disk()])));
    expect(evidence).toHaveLength(11);
    expect(observed.nodes).toHaveLength(10);
    expect(observed.diskPressure).toBe(12);
  });
});

describe("a node that is not ready", () => {
  test("and never was heard of is said so", () => {
    const silent = node("a", [], { conditions: [] });
    expect(judge([silent])).toMatchObject({
      verdict: "fail",
      summary: "0 of 1 ready; a NotReady",
      evidence: [{ value: 0 }, { what: "node a", value: "Ready Unknown (never reported)" }],
    });
  });

  test("keeps its own reason and the pressures that it surely has", () => {
    const down = node("a", [
      condition("MemoryPressure", "True"),
      condition("DiskPressure", "Unknown"),
      condition("Ready", "False", { reason: "KubeletNotReady" }),
    ]);
    const { observed, evidence, summary } = judge([down]);
    expect(summary).toBe("0 of 1 ready; a NotReady, MemoryPressure, since 2026-11-22T02:00:00Z");
    expect(observed.nodes[0]).toMatchObject({ ready: false, troubles: ["NotReady", "MemoryPressure"] });
    expect(evidence.map(({ value }) => value)).toEqual([0, "Ready False (KubeletNotReady)", "MemoryPressure True"]);
  });

  test("is not made ready by another condition that is true, nor unready by one that is not", () => {
    const odd = node("a", [condition("KernelDeadlock", "True"), condition("Ready", "False")]);
    expect(judge([odd]).observed).toMatchObject({ ready: 0, notReady: 1 });
    expect(judge([node("b", [condition("KernelDeadlock", "False")])]).observed).toMatchObject({
      ready: 1,
      notReady: 0,
    });
  });
});

describe("the summary", () => {
  test("names three nodes in trouble, the ones with most troubles first, and counts the others", () => {
    const bad = ["a", "b", "c"].map((name) => node(name, [disk()]));
    expect(judge(bad).summary).toBe(
      "3 of 3 ready; a DiskPressure; b DiskPressure; c DiskPressure, since 2026-11-22T02:00:00Z",
    );
    const worst = node("e", [disk({ sinceMs: SINCE - 60_000 }), condition("PIDPressure", "True")]);
    expect(judge([...bad, node("d", [disk()]), worst]).summary).toBe(
      "5 of 5 ready; e DiskPressure, PIDPressure; a DiskPressure; b DiskPressure, and 2 more, since 2026-11-22T01:59:00Z",
    );
  });

  test("does not say since when where nobody knows", () => {
    expect(judge([node("a", [disk({ sinceMs: null })])]).summary).toBe("1 of 1 ready; a DiskPressure");
  });
});

test.each([
  ["says nothing", { cpu: null, memory: 16, pods: 100 }, null],
  ["has none of it for pods", { cpu: 0, memory: 16, pods: 100 }, null],
  ["has some", { cpu: 2, memory: 16, pods: 100 }, 0.5],
])("of a node that %s about its CPUs the share is known or not", (_what, allocatable, ratio) => {
  const { observed } = judge([node("a", [], { allocatable })]);
  expect(observed.maxCpuRequestedRatio).toBe(ratio);
  expect(observed.nodes[0]).toMatchObject({ cpuRequestedRatio: ratio, memoryRequestedRatio: 0.5, podsRatio: 0.1 });
});
