import * as z from "zod";
import { shellQuote } from "../core/text/shell-quote.ts";
import { durationMs } from "./duration-argument.ts";
import { judgeAsExpected } from "./judge-as-expected.ts";
import { seenIn } from "./kubernetes/seen-in.ts";
import { judgePods } from "./pods/judge-pods.ts";
import { gatherDeploymentPods, gatherLabelledPods, type PodsFacts } from "./pods/pods-facts.ts";
import { podsObserved } from "./pods/pods-observed.ts";
import { getDeployment, listsPods, listsReplicaSets } from "../clients/kubernetes-objects/permissions.ts";
import type { Probe } from "./probe.ts";

const args = z
  .strictObject({
    deployment: z.string().min(1).optional().describe("the Deployment whose pods are looked at, found by their owner"),
    labelSelector: z
      .string()
      .min(1)
      .meta({ language: "label-selector" })
      .optional()
      .describe("instead of a Deployment: pods with these labels, Jobs' left out"),
    grace: durationMs.prefault("120s").describe("how long an image may be pulled or a container be created"),
    startup: durationMs.prefault("60s").describe("from a container's start to its readiness"),
    window: durationMs
      .prefault("10m")
      .describe("a crash or eviction further back says nothing about now (the kubelet forgets a crash loop after 10m)"),
    terminationSlack: durationMs.prefault("30s").describe("how long a pod may outstay its own grace period"),
  })
  .refine((given) => (given.deployment === undefined) !== (given.labelSelector === undefined), {
    message: "give exactly one of deployment and labelSelector",
  });

type Args = z.infer<typeof args>;

export const kubernetesPods: Probe<Args, PodsFacts> = {
  type: "kubernetes.pods",
  title: "the state of a Deployment's pods",
  args,
  observed: podsObserved,
  passes: "at least one pod is desired, as many are ready or just starting, and none is in trouble",
  example: `- id: pods
  title: pods of the feature API
  kubernetes.pods: { deployment: "{{ deployment }}" }`,
  rule: "pods/2",
  async gather({ deployment, labelSelector }, { doors, nowMs, signal }) {
    const kubernetes = await doors.kubernetes();
    const facts =
      deployment === undefined
        ? await gatherLabelledPods(kubernetes, labelSelector ?? "", signal)
        : await gatherDeploymentPods(kubernetes, deployment, signal);
    return { facts, ...seenIn(kubernetes), windowStartMs: nowMs, sampledAtMs: nowMs };
  },
  judge(facts, { grace, startup, window, terminationSlack }, { nowMs, expect }) {
    const budgets = { graceMs: grace, startupMs: startup, windowMs: window, terminationSlackMs: terminationSlack };
    return judgeAsExpected(judgePods(facts, budgets, nowMs), expect, podsObserved);
  },
  equivalent({ deployment = "", labelSelector }, { namespace }, facts) {
    const labels = labelSelector ?? facts?.selector ?? null;
    const place = namespace === null ? "" : ` -n ${shellQuote(namespace)}`;
    // Its labels are not to be guessed from its name; this tells them, and how many of its pods are ready.
    if (labels === null) return `kubectl get ${shellQuote(`deployment/${deployment}`)} -o wide${place}`;
    return `kubectl get pods -l ${shellQuote(labels)}${place}`;
  },
  permissions({ deployment }) {
    return deployment === undefined ? [listsPods] : [getDeployment(deployment), listsReplicaSets, listsPods];
  },
};
