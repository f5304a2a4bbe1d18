import type { z } from "zod";
import type { Judgement } from "../../core/check/check-result.ts";
import { foreignText } from "../../core/text/foreign-text.ts";
import { earliestMs, iso, isoOrNull } from "../moment.ts";
import { quantity } from "../../core/text/quantity.ts";
import type { NodeCondition, NodeFact, NodesFacts } from "./nodes-facts.ts";
import type { nodesObserved } from "./nodes-observed.ts";

type NodesObserved = z.infer<typeof nodesObserved>;
type ShownNode = NodesObserved["nodes"][number];

/** What speaks against a node while it is True or Unknown; anything else that a node reports is not judged. */
const PRESSURES = ["DiskPressure", "MemoryPressure", "PIDPressure", "NetworkUnavailable"];

/** Fails when a node is not ready or runs out of something, or when there is none. A cordoned node is as somebody wants it. */
export function judgeNodes({ nodes, podsFailure }: NodesFacts): Judgement {
  const troubled = nodes.map((node) => ({ node, troubles: troublesOf(node) }));
  const bad = troubled.filter(({ troubles }) => troubles.length > 0);
  const since = earliestMs(bad.flatMap(({ troubles }) => troubles.map(({ sinceMs }) => sinceMs)));
  const count = (type: string) =>
    nodes.filter(({ conditions }) => conditions.some((each) => each.type === type && each.status === "True")).length;
  const shown = troubled
    .map(({ node, troubles }) => shownNode(node, troubles))
    .toSorted((a, b) => b.troubles.length - a.troubles.length || fullness(b) - fullness(a));
  const ready = nodes.filter(isReady).length;
  const observed: NodesObserved = {
    total: nodes.length,
    ready,
    notReady: nodes.length - ready,
    cordoned: nodes.filter(({ cordoned }) => cordoned).length,
    diskPressure: count("DiskPressure"),
    memoryPressure: count("MemoryPressure"),
    pidPressure: count("PIDPressure"),
    networkUnavailable: count("NetworkUnavailable"),
    firstTroubleAt: isoOrNull(since),
    maxCpuRequestedRatio: greatest(shown.map(({ cpuRequestedRatio }) => cpuRequestedRatio)),
    maxMemoryRequestedRatio: greatest(shown.map(({ memoryRequestedRatio }) => memoryRequestedRatio)),
    maxPodsRatio: greatest(shown.map(({ podsRatio }) => podsRatio)),
    nodes: shown.slice(0, 10),
  };
  return {
    verdict: bad.length > 0 || nodes.length === 0 ? "fail" : "pass",
    summary: summarize(observed, shown),
    observed,
    evidence: [
      { what: "ready nodes", value: ready, limit: nodes.length },
      ...bad.slice(0, 10).flatMap(({ node, troubles }) =>
        troubles.map(({ type, status, reason, sinceMs }) => ({
          what: `node ${node.name}`,
          value: `${type} ${status}${reason === "" ? "" : ` (${foreignText(reason, 80)})`}`,
          ...(sinceMs !== null && { atMs: sinceMs }),
        })),
      ),
    ],
    flip: bad.length > 0 ? "it passes when every node is ready and none runs out of anything" : null,
    notes: podsFailure === null ? [] : [`what the pods ask for is not known: ${podsFailure}`],
  };
}

function isReady({ conditions }: NodeFact): boolean {
  return conditions.some(({ type, status }) => type === "Ready" && status === "True");
}

function troublesOf(node: NodeFact): readonly NodeCondition[] {
  const ready = node.conditions.find(({ type }) => type === "Ready");
  const notReady = ready ?? { type: "Ready", status: "Unknown", reason: "never reported", sinceMs: null };
  // A kubelet that is not heard of has everything Unknown: one trouble, not five.
  return isReady(node)
    ? node.conditions.filter(({ type, status }) => PRESSURES.includes(type) && status !== "False")
    : [notReady, ...node.conditions.filter(({ type, status }) => PRESSURES.includes(type) && status === "True")];
}

function shownNode(node: NodeFact, troubles: readonly NodeCondition[]) {
  const { name, cordoned, allocatable, requested } = node;
  const ratio = (resource: "cpu" | "memory" | "pods") => {
    const most = allocatable[resource];
    return requested === null || most === null || most <= 0 ? null : requested[resource] / most;
  };
  return {
    name: foreignText(name, 80),
    ready: isReady(node),
    cordoned,
    troubles: troubles.map(({ type }) => (type === "Ready" ? "NotReady" : type)),
    cpuRequestedRatio: ratio("cpu"),
    memoryRequestedRatio: ratio("memory"),
    podsRatio: ratio("pods"),
  } satisfies ShownNode;
}

function fullness({ cpuRequestedRatio, memoryRequestedRatio, podsRatio }: ShownNode): number {
  return greatest([cpuRequestedRatio, memoryRequestedRatio, podsRatio]) ?? 0;
}

function greatest(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}

function summarize(observed: NodesObserved, shown: readonly ShownNode[]): string {
  const { total, ready, cordoned, firstTroubleAt } = observed;
  if (total === 0) return "there are no nodes";
  const bad = shown.filter(({ troubles }) => troubles.length > 0);
  const full = [
    ["CPU", observed.maxCpuRequestedRatio],
    ["memory", observed.maxMemoryRequestedRatio],
  ] as const;
  const asked = full.flatMap(([what, ratio]) =>
    ratio === null ? [] : [`${what} ${quantity(Math.round(ratio * 100) / 100, "ratio")}`],
  );
  const usage = asked.length === 0 ? "" : `; the fullest has ${asked.join(" and ")} asked for`;
  const apart = cordoned === 0 ? "" : ` (${cordoned} cordoned)`;
  const counted = `${ready} of ${total} ready${apart}`;
  if (bad.length === 0) return `${counted}${usage}`;
  const names = bad.slice(0, 3).map(({ name, troubles }) => `${name} ${troubles.join(", ")}`);
  const more = bad.length > 3 ? `, and ${bad.length - 3} more` : "";
  const since = firstTroubleAt === null ? "" : `, since ${iso(Date.parse(firstTroubleAt))}`;
  return `${counted}; ${names.join("; ")}${more}${since}`;
}
