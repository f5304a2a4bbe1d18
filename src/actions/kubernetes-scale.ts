import * as z from "zod";
import type { JsonObject } from "../core/json.ts";
import { getDeployment, patchAutoscalers, patchDeployment } from "../clients/kubernetes-objects/permissions.ts";
import type { Plan } from "../core/plan/plan.ts";
import { PlanRefusal, type Action, type ActionContext } from "./action.ts";
import { markedAtMs } from "./kubernetes/changed-at.ts";
import { readDeploymentScene } from "./kubernetes/deployment-scene.ts";
import { boundsFields, replicasFields } from "./kubernetes/object-identity.ts";
import type { Autoscaler, Deployment } from "./kubernetes/objects.ts";
import { boundsOf, planBounds } from "./kubernetes/plan-bounds.ts";
import { planScale } from "./kubernetes/plan-scale.ts";
import { prepareWrite } from "./kubernetes/prepare-write.ts";
import { reconcileWrite } from "./kubernetes/reconcile-write.ts";
import { rehearseWrites } from "./kubernetes/rehearse-writes.ts";
import { sendWrite } from "./kubernetes/send-write.ts";
import { multipliedReplicas, wantedReplicas } from "./kubernetes/wanted-replicas.ts";
import { keptBounds, scaledDeployment, watchBounds } from "./kubernetes/watch-bounds.ts";
import { watchRollout } from "./kubernetes/watch-rollout.ts";

const TYPE = "kubernetes.scale";

const args = z.strictObject({
  deployment: z.string().min(1).describe("The Deployment to scale"),
  namespace: z.string().min(1).nullish().describe("Its namespace; the environment's when left out"),
  replicas: z
    .int()
    .nonnegative()
    .nullish()
    .describe("The number of pods; when left out the autoscaler's minimum, else what was last applied with kubectl"),
  factor: z.number().positive().nullish().describe("Instead of a number: so many times the present one, rounded up"),
  most: z.int().positive().nullish().describe("With a factor: no more than this"),
  autoscaler: z
    .enum(["warn", "bounds"])
    .nullish()
    .describe("Of an autoscaler that would fight it: warn (default), or change its bounds instead"),
});

/** Sets a Deployment's number of replicas. */
export const scale: Action<z.infer<typeof args>> = {
  type: TYPE,
  title: "Scale a Deployment",
  args,
  example: `- id: scale-up
  for: scaled-to-zero
  kubernetes.scale: { deployment: "{{ deployment }}", replicas: 4 }
  verify: [pods]
`,

  async plan({ deployment: name, namespace, replicas, factor, most, autoscaler }, context) {
    const kubernetes = await context.doors.kubernetes();
    const scene = await readDeploymentScene(kubernetes, namespace ?? kubernetes.namespace, name, context);
    const wanted =
      factor === undefined || factor === null
        ? wantedReplicas(replicas ?? null, scene)
        : multipliedReplicas(factor, most ?? null, scene);
    if (autoscaler !== "bounds") return planScale(TYPE, scene, wanted);
    if (!scene.autoscalers.readable)
      throw new PlanRefusal(
        "unknown",
        `whether an autoscaler sets the replicas is unknown: ${scene.autoscalers.problem}`,
      );
    const [scaler] = scene.autoscalers.value;
    if (scaler === undefined) return planScale(TYPE, scene, wanted);
    const max = Math.max(scaler.spec.maxReplicas, wanted.replicas);
    return planBounds(TYPE, scene, scaler, { min: wanted.replicas, max }, wanted.source);
  },

  rehearse: rehearseWrites,

  prepare: (plan, write, context) =>
    prepareWrite(plan, write, context, { fieldsOf: isBounds(plan) ? boundsFields : replicasFields }),

  apply: (order, context) =>
    sendWrite(order, context, { describe: isBounds(order.plan) ? describeBounds : describeReplicas }),

  reconcile: reconcileWrite,

  progress: (plan, receipts, context) =>
    isBounds(plan)
      ? watchBounds(plan, receipts, context)
      : watchRollout(plan, receipts, context, (deployment) => {
          const left = plan.before["after"];
          const now = deployment.spec.replicas ?? 1;
          // More is an autoscaler at work; fewer is not what was approved.
          return typeof left === "number" && now < left ? `${foreignReplicas(deployment)}, fewer than ${left}` : null;
        }),

  permissions({ deployment, namespace, autoscaler }) {
    const place = { namespace };
    const change = autoscaler === "bounds" ? [patchAutoscalers(place)] : [];
    return [getDeployment(deployment, place), patchDeployment(deployment, place), ...change];
  },
  async inverse(plan, _receipts, context) {
    if (isBounds(plan)) return formerBounds(plan, context);
    const { namespace, name, uid } = plan.target;
    const { replicas: from, after: left } = keptReplicas(plan);
    const scene = await readDeploymentScene(await context.doors.kubernetes(), namespace, name, context);
    const { deployment } = scene;
    if (deployment.metadata.uid !== uid)
      throw new PlanRefusal("unfit", `deployment/${name} was deleted and made anew since`);
    if ((deployment.spec.replicas ?? 1) !== left) {
      throw new PlanRefusal(
        "not-now",
        `${foreignReplicas(deployment)}, not ${left} as it was left: it is not undone over that`,
      );
    }
    return planScale(TYPE, scene, { replicas: from, source: "as before" });
  },
};

function isBounds(plan: Plan): boolean {
  return plan.target.kind === "HorizontalPodAutoscaler";
}

async function formerBounds(plan: Plan, context: ActionContext): Promise<Plan> {
  const { namespace, name, uid } = plan.target;
  const [from, left, scaled] = [keptBounds(plan, "bounds"), keptBounds(plan, "after"), scaledDeployment(plan)];
  const scene = await readDeploymentScene(await context.doors.kubernetes(), namespace, scaled.name, context);
  if (!scene.autoscalers.readable)
    throw new PlanRefusal("unknown", `the autoscaler cannot be read: ${scene.autoscalers.problem}`);
  const scaler = scene.autoscalers.value.find(({ metadata }) => metadata.uid === uid);
  if (scaler === undefined)
    throw new PlanRefusal("unfit", `autoscaler ${name} is gone, or scales something else by now`);
  const { min, max } = boundsOf(scaler);
  if (min !== left.min || max !== left.max)
    throw new PlanRefusal(
      "not-now",
      `somebody else set the bounds of autoscaler ${name} to ${min} and ${max} since: they are not undone over that`,
    );
  return planBounds(TYPE, scene, scaler, from, "as before");
}

function describeBounds(answer: Autoscaler): JsonObject {
  return { changedAtMs: markedAtMs(answer), ...boundsOf(answer) };
}

function describeReplicas(answer: Deployment): JsonObject {
  return {
    generation: answer.metadata.generation ?? null,
    replicas: answer.spec.replicas ?? null,
    changedAtMs: markedAtMs(answer),
  };
}

function foreignReplicas({ metadata, spec }: Deployment): string {
  return `somebody else set deployment/${metadata.name} to ${spec.replicas ?? 1} replicas since`;
}

function keptReplicas({ before }: Plan): { readonly replicas: number; readonly after: number } {
  const { replicas, after } = before;
  if (typeof replicas !== "number" || typeof after !== "number") {
    throw new PlanRefusal("unfit", "the recorded plan lacks the numbers of replicas; it cannot be undone from it");
  }
  return { replicas, after };
}
