import * as z from "zod";
import { getDeployment, patchDeployment } from "../clients/kubernetes-objects/permissions.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { Action } from "./action.ts";
import { apiTime } from "../clients/kubernetes-objects/api-time.ts";
import { readDeploymentScene } from "./kubernetes/deployment-scene.ts";
import { templateFields } from "./kubernetes/object-identity.ts";
import { planRestart, shownRestart } from "./kubernetes/plan-restart.ts";
import { refuseUnlessRolling } from "./kubernetes/plan-template-patch.ts";
import { prepareWrite } from "./kubernetes/prepare-write.ts";
import { reconcileWrite } from "./kubernetes/reconcile-write.ts";
import { rehearseWrites } from "./kubernetes/rehearse-writes.ts";
import { sendWrite } from "./kubernetes/send-write.ts";
import { describeTemplate, foreignTemplate } from "./kubernetes/template-receipt.ts";
import { watchRollout } from "./kubernetes/watch-rollout.ts";

const TYPE = "kubernetes.rollout-restart";

const args = z.strictObject({
  deployment: z.string().min(1).describe("The Deployment whose pods are replaced"),
  namespace: z.string().min(1).nullish().describe("Its namespace; the environment's when left out"),
});

/** Replaces all pods of a Deployment by new ones of the same template, as fast as its strategy allows. */
export const rolloutRestart: Action<z.infer<typeof args>> = {
  type: TYPE,
  title: "Restart the pods of a Deployment",
  args,
  example: `- id: restart
  for: pods-unhealthy
  kubernetes.rollout-restart: { deployment: "{{ deployment }}" }
  verify: [error-rate, pods]
`,

  async plan({ deployment: name, namespace }, context): Promise<Plan> {
    const kubernetes = await context.doors.kubernetes();
    const scene = await readDeploymentScene(kubernetes, namespace ?? kubernetes.namespace, name, context);
    refuseUnlessRolling(scene.deployment, scene.namespace);
    return planRestart(TYPE, scene, shownRestart(context.shown) ?? apiTime(context.nowMs));
  },

  rehearse: rehearseWrites,

  prepare: (plan, write, context) => prepareWrite(plan, write, context, { fieldsOf: templateFields }),

  apply: (order, context) => sendWrite(order, context, { describe: describeTemplate }),

  reconcile: reconcileWrite,

  progress: (plan, receipts, context) => watchRollout(plan, receipts, context, foreignTemplate(plan)),

  permissions({ deployment, namespace }) {
    return [getDeployment(deployment, { namespace }), patchDeployment(deployment, { namespace })];
  },
  inverse: null,
};
