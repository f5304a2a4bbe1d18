import { getService, patchService } from "../clients/kubernetes-objects/permissions.ts";
import * as z from "zod";
import { canonicalJson } from "../core/digest/canonical-json.ts";
import type { JsonObject } from "../core/json.ts";
import { PlanRefusal, type Action } from "./action.ts";
import { markedAtMs } from "./kubernetes/changed-at.ts";
import { missingPorts } from "./kubernetes/named-ports.ts";
import { selectorFields } from "./kubernetes/object-identity.ts";
import type { Service } from "./kubernetes/objects.ts";
import { changedSelector, planSelector, words, type SelectorChange } from "./kubernetes/plan-selector.ts";
import { prepareWrite } from "./kubernetes/prepare-write.ts";
import { reconcileWrite } from "./kubernetes/reconcile-write.ts";
import { rehearseWrites } from "./kubernetes/rehearse-writes.ts";
import { sendWrite } from "./kubernetes/send-write.ts";
import { isReady } from "./kubernetes/pod-readiness.ts";
import { readPods, readReadyPods, readServiceScene } from "./kubernetes/service-scene.ts";
import { watchEndpoints } from "./kubernetes/watch-endpoints.ts";

const TYPE = "kubernetes.service-selector";

const args = z.strictObject({
  service: z.string().min(1).describe("The Service that gets other pods"),
  namespace: z.string().min(1).nullish().describe("Its namespace; the environment's when left out"),
  set: z
    .record(z.string().min(1), z.string())
    .refine((set) => Object.keys(set).length > 0, "at least one label must be set")
    .describe("The selector's labels to set, e.g. { role: replica }; its other labels stay"),
});

/** Leads a Service to other pods: the failover to a replica. */
export const serviceSelector: Action<z.infer<typeof args>> = {
  type: TYPE,
  title: "Lead a Service to other pods",
  args,
  example: `- id: failover-kv
  for: kv-store-down
  kubernetes.service-selector: { service: kv-store, set: { role: replica } }
  verify: [kv]
`,

  async plan({ service: name, namespace, set }, context) {
    const kubernetes = await context.doors.kubernetes();
    const scene = await readServiceScene(kubernetes, namespace ?? kubernetes.namespace, name, context.signal);
    const after = changedSelector(scene.selector, set);
    const pods = await readPods(kubernetes, scene.namespace, after, context.signal);
    const ready = pods.filter(isReady);
    const nowhere = `service/${name} would lead nowhere`;
    if (pods.length === 0)
      throw new PlanRefusal("unfit", `no ready pod matches ${words(after)}, nor any other pod: ${nowhere}`);
    const missing = missingPorts(scene.service, ready.length === 0 ? pods : ready);
    if (missing.length > 0) {
      throw new PlanRefusal(
        "unfit",
        `the pods with ${words(after)} have no port named ${missing.join(", ")}, which service/${name} leads to`,
      );
    }
    if (ready.length === 0) throw new PlanRefusal("not-now", `no ready pod matches ${words(after)}: ${nowhere}`);
    return planSelector(TYPE, scene, set, ready);
  },

  rehearse: rehearseWrites,

  prepare: (plan, write, context) => prepareWrite(plan, write, context, { fieldsOf: selectorFields }),

  apply: (order, context) => sendWrite(order, context, { describe: describeSelector }),

  reconcile: reconcileWrite,

  progress: watchEndpoints,

  permissions({ service, namespace }) {
    return [getService(service, { namespace }), patchService(service, { namespace })];
  },
  async inverse(plan, _receipts, context) {
    const { namespace, name, uid } = plan.target;
    const kubernetes = await context.doors.kubernetes();
    const scene = await readServiceScene(kubernetes, namespace, name, context.signal);
    if (scene.service.metadata.uid !== uid)
      throw new PlanRefusal("unfit", `service/${name} was deleted and made anew since`);
    if (canonicalJson(scene.selector) !== canonicalJson(plan.before["after"] ?? null)) {
      throw new PlanRefusal(
        "not-now",
        `somebody else changed the selector of service/${name} to ${words(scene.selector)} since: it is not undone over that`,
      );
    }
    const set = keptSelector.parse(plan.before["selector"]);
    const ready = await readReadyPods(kubernetes, namespace, changedSelector(scene.selector, set), context.signal);
    return planSelector(TYPE, scene, set, ready);
  },
};

const keptSelector: z.ZodType<SelectorChange> = z.record(z.string(), z.string().nullable());

function describeSelector(answer: Service): JsonObject {
  return { changedAtMs: markedAtMs(answer), selector: answer.spec.selector ?? null };
}
