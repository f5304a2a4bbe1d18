import * as z from "zod";
import { shellQuote } from "../core/text/shell-quote.ts";
import { judgeAsExpected } from "./judge-as-expected.ts";
import { seenIn } from "./kubernetes/seen-in.ts";
import { judgeNodes } from "./nodes/judge-nodes.ts";
import { gatherNodes, type NodesFacts } from "./nodes/nodes-facts.ts";
import { nodesObserved } from "./nodes/nodes-observed.ts";
import type { Probe } from "./probe.ts";

const args = z.strictObject({
  labelSelector: z
    .string()
    .min(1)
    .meta({ language: "label-selector" })
    .optional()
    .describe("only nodes with these labels; default: all"),
  usage: z
    .boolean()
    .default(true)
    .describe("whether to add up what the pods ask for, by one list of all namespaces' pods"),
});

export const kubernetesNodes: Probe<z.infer<typeof args>, NodesFacts> = {
  type: "kubernetes.nodes",
  title: "the state of the cluster's nodes",
  args,
  observed: nodesObserved,
  passes: "there are nodes, all are ready, and none runs out of disk, memory or process ids",
  example: `- id: nodes
  title: the cluster's nodes
  role: evidence
  kubernetes.nodes: { usage: true }`,
  rule: "nodes/1",
  async gather({ labelSelector, usage }, { doors, nowMs, signal }) {
    const kubernetes = await doors.kubernetes();
    const facts = await gatherNodes(kubernetes, { labelSelector: labelSelector ?? null, usage }, signal);
    return { facts, ...seenIn(kubernetes), windowStartMs: nowMs, sampledAtMs: nowMs };
  },
  judge(facts, _args, { expect }) {
    return judgeAsExpected(judgeNodes(facts), expect, nodesObserved);
  },
  equivalent({ labelSelector }) {
    return `kubectl get nodes${labelSelector === undefined ? "" : ` -l ${shellQuote(labelSelector)}`} -o wide`;
  },
  permissions() {
    return [{ verb: "list", group: "", resource: "nodes", clusterWide: true }];
  },
};
