import * as z from "zod";
import { shellQuote } from "../core/text/shell-quote.ts";
import { spanMs } from "./duration-argument.ts";
import { judgeAsExpected } from "./judge-as-expected.ts";
import { listPods, readWorkload } from "./kubernetes/read-workload.ts";
import { seenIn } from "./kubernetes/seen-in.ts";
import { gatherLogs } from "./logs/gather-logs.ts";
import { judgeLogs } from "./logs/judge-logs.ts";
import { isLonger, type LogFacts } from "./logs/log-facts.ts";
import { logsObserved } from "./logs/logs-observed.ts";
import { selectorQuery } from "../clients/kubernetes-objects/selector-query.ts";
import { getDeployment, getsPodLogs, listsPods } from "../clients/kubernetes-objects/permissions.ts";
import type { Probe } from "./probe.ts";

const args = z
  .strictObject({
    deployment: z.string().min(1).optional().describe("the Deployment whose pods' logs are read"),
    labelSelector: z
      .string()
      .min(1)
      .meta({ language: "label-selector" })
      .optional()
      .describe("instead of a Deployment: pods with these labels"),
    container: z.string().min(1).optional().describe("default: the pod's default container, else its first"),
    since: spanMs.prefault("10m").describe("how far back to read"),
    tail: z.int().min(1).max(5_000).default(500).describe("lines of each log at most, the newest"),
    patterns: z.int().min(1).max(20).default(5).describe("how many sentences to keep"),
  })
  .refine((given) => (given.deployment === undefined) !== (given.labelSelector === undefined), {
    message: "give exactly one of deployment and labelSelector",
  });

type Args = z.infer<typeof args>;

export const kubernetesLogs: Probe<Args, LogFacts> = {
  type: "kubernetes.logs",
  title: "what the pods' logs complain about, values masked",
  args,
  observed: logsObserved,
  passes: null,
  example: `- id: logs
  title: errors in the logs of the feature API
  role: evidence
  kubernetes.logs: { deployment: "{{ deployment }}", since: 10m }`,
  rule: "logs/2",
  async gather({ deployment, labelSelector, container, since, tail }, { doors, nowMs, signal }) {
    const kubernetes = await doors.kubernetes();
    const workload = deployment === undefined ? null : await readWorkload(kubernetes, deployment, signal);
    const all = workload?.pods ?? (await listPods(kubernetes, labelSelector ?? "", signal));
    const pods = all.filter(
      ({ metadata, status }) =>
        !metadata.deletionTimestamp && status?.phase !== "Succeeded" && status?.phase !== "Failed",
    );
    const byTheirClockMs = nowMs - kubernetes.clockAheadMs();
    const question = { container: container ?? null, sinceMs: since, tailLines: tail, nowMs: byTheirClockMs };
    const read = await gatherLogs(kubernetes, pods, question, signal);
    const selector = workload === null ? null : selectorQuery(workload.deployment.spec.selector);
    const facts = { ...read, selector };
    return { facts, ...seenIn(kubernetes), windowStartMs: nowMs - since, sampledAtMs: nowMs };
  },
  judge(facts, { patterns }, { expect }) {
    const own = judgeLogs(facts, patterns);
    if (facts.logs.length === 0) return own;
    const judged = judgeAsExpected(own, expect, logsObserved);
    const decides = expect.pass !== null || expect.fail !== null;
    // What was not read may be what the condition looks for: another pod's log, or the older lines of one that was.
    const whole = facts.unread.length === 0 && !facts.logs.some(isLonger);
    return decides && judged.verdict === "pass" && !whole ? { ...judged, verdict: "inconclusive" } : judged;
  },
  equivalent({ deployment = "", labelSelector, container, tail }, { namespace }, facts) {
    const labels = labelSelector ?? facts?.selector ?? null;
    const place = namespace === null ? "" : ` -n ${shellQuote(namespace)}`;
    const which = container === undefined ? "" : ` -c ${shellQuote(container)}`;
    const whose = labels === null ? `${shellQuote(`deployment/${deployment}`)} --all-pods` : `-l ${shellQuote(labels)}`;
    return `kubectl logs ${whose}${which} --tail=${tail} --prefix${place}`;
  },
  permissions({ deployment }) {
    return deployment === undefined ? [listsPods, getsPodLogs] : [getDeployment(deployment), listsPods, getsPodLogs];
  },
};
