import * as z from "zod";
import { shellQuote } from "../core/text/shell-quote.ts";
import { judgeAsExpected } from "./judge-as-expected.ts";
import { seenIn } from "./kubernetes/seen-in.ts";
import { getDeployment, listsPods, listsReplicaSets } from "../clients/kubernetes-objects/permissions.ts";
import type { Probe } from "./probe.ts";
import { judgeRollout } from "./rollout/judge-rollout.ts";
import { gatherRollout, type RolloutFacts } from "./rollout/rollout-facts.ts";
import { rolloutObserved } from "./rollout/rollout-observed.ts";

const args = z.strictObject({
  deployment: z.string().min(1).describe("the Deployment"),
});

export const kubernetesRollout: Probe<z.infer<typeof args>, RolloutFacts> = {
  type: "kubernetes.rollout",
  title: "a Deployment's present revision, what it changed and when it began",
  args,
  observed: rolloutObserved,
  passes: null,
  example: `- id: rollout
  title: the newest release of the feature API
  role: evidence
  kubernetes.rollout: { deployment: "{{ deployment }}" }`,
  rule: "rollout/1",
  async gather({ deployment }, { doors, nowMs, signal }) {
    const kubernetes = await doors.kubernetes();
    const facts = await gatherRollout(kubernetes, deployment, signal);
    return { facts, ...seenIn(kubernetes), windowStartMs: nowMs, sampledAtMs: nowMs };
  },
  judge(facts, _args, { nowMs, expect }) {
    const own = judgeRollout(facts, nowMs);
    return facts.revisions.length === 0 ? own : judgeAsExpected(own, expect, rolloutObserved);
  },
  equivalent({ deployment }, { namespace }) {
    const place = namespace === null ? "" : ` -n ${shellQuote(namespace)}`;
    return `kubectl rollout history ${shellQuote(`deployment/${deployment}`)}${place}`;
  },
  permissions({ deployment }) {
    return [getDeployment(deployment), listsReplicaSets, listsPods];
  },
};
