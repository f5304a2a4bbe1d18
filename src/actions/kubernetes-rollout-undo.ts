import * as z from "zod";
import type { JsonObject } from "../core/json.ts";
import { getDeployment, patchDeployment } from "../clients/kubernetes-objects/permissions.ts";
import type { Plan } from "../core/plan/plan.ts";
import { PlanRefusal, type Action, type ActionContext } from "./action.ts";
import { chooseRevision } from "./kubernetes/choose-revision.ts";
import { currentRevision } from "./kubernetes/current-revision.ts";
import { readDeploymentScene, type DeploymentScene } from "./kubernetes/deployment-scene.ts";
import { undoFields } from "./kubernetes/object-identity.ts";
import { keptText, refuseUnlessRolling } from "./kubernetes/plan-template-patch.ts";
import { planUndo } from "./kubernetes/plan-undo.ts";
import { templateHash } from "../clients/kubernetes-objects/pod-template.ts";
import { prepareWrite } from "./kubernetes/prepare-write.ts";
import { reconcileWrite } from "./kubernetes/reconcile-write.ts";
import { rehearseWrites } from "./kubernetes/rehearse-writes.ts";
import { apiTime } from "../clients/kubernetes-objects/api-time.ts";
import { beganAfter } from "../clients/kubernetes-objects/revision-begin.ts";
import { revisionsOf, type Revision } from "../clients/kubernetes-objects/revisions.ts";
import { sendWrite } from "./kubernetes/send-write.ts";
import { describeTemplate, foreignTemplate } from "./kubernetes/template-receipt.ts";
import { watchRollout } from "./kubernetes/watch-rollout.ts";

const TYPE = "kubernetes.rollout-undo";

const args = z.strictObject({
  deployment: z.string().min(1).describe("The Deployment to roll back"),
  namespace: z.string().min(1).nullish().describe("Its namespace; the environment's when left out"),
  toRevision: z.int().positive().nullish().describe("The revision to go back to; chosen by the history when left out"),
});

/** Gives a Deployment the pod template of an earlier revision. */
export const rolloutUndo: Action<z.infer<typeof args>> = {
  type: TYPE,
  title: "Roll a Deployment back to an earlier revision",
  args,
  example: `- id: rollback
  for: bad-rollout
  kubernetes.rollout-undo: { deployment: "{{ deployment }}" }
  verify: [error-rate, pods]
`,

  async plan({ deployment: name, namespace, toRevision }, context) {
    const kubernetes = await context.doors.kubernetes();
    const scene = await readDeploymentScene(kubernetes, namespace ?? kubernetes.namespace, name, context);
    refuseUnlessRolling(scene.deployment, scene.namespace);
    const revisions = revisionsOf(scene.replicaSets);
    const current = currentRevision(scene.deployment, revisions);
    const { target, why } = chooseRevision(current, revisions, context.onsetAtMs, toRevision ?? null);
    const summary = `roll ${name} back to revision ${target.number}`;
    const doubts = lateRelease(current, revisions, context.onsetAtMs);
    return planUndo({ type: TYPE, scene, revisions, current, target, summary, why, doubts }, kubernetes, context);
  },

  rehearse: rehearseWrites,

  prepare: (plan, write, context) => prepareWrite(plan, write, context, { fieldsOf: undoFields }),

  apply: (order, context) => sendWrite(order, context, { describe: describeTemplate }),

  reconcile: reconcileWrite,

  progress: (plan, receipts, context) => watchRollout(plan, receipts, context, foreignTemplate(plan)),

  permissions({ deployment, namespace }) {
    return [getDeployment(deployment, { namespace }), patchDeployment(deployment, { namespace })];
  },
  async inverse(plan, receipts, context) {
    const scene = await readSceneAgain(plan, context);
    const { deployment, replicaSets, namespace } = scene;
    const foreign = foreignTemplate(plan)(deployment, receipts.at(-1) ?? {});
    if (foreign !== null) throw new PlanRefusal("not-now", `${foreign}: it is not undone over that`);
    refuseUnlessRolling(deployment, namespace);
    const revisions = revisionsOf(replicaSets);
    const current = currentRevision(deployment, revisions);
    const target = revisions.find((revision) => isKept(revision.replicaSet, plan.before));
    if (target === undefined) {
      throw new PlanRefusal(
        "unfit",
        `the cluster no longer keeps revision ${JSON.stringify(plan.before["revision"] ?? null)} of deployment/${deployment.metadata.name}`,
      );
    }
    const summary = `roll ${deployment.metadata.name} forward to revision ${target.number} again`;
    const why = "it was there before the rollback";
    const kubernetes = await context.doors.kubernetes();
    return planUndo({ type: TYPE, scene, revisions, current, target, summary, why, doubts: [] }, kubernetes, context);
  },
};

function lateRelease(current: Revision, revisions: readonly Revision[], onsetAtMs: number | null): readonly string[] {
  if (onsetAtMs === null || beganAfter(current, revisions, onsetAtMs) !== true) return [];
  return [`revision ${current.number} began after the trouble did (${apiTime(onsetAtMs)}): it did not bring it`];
}

async function readSceneAgain(plan: Plan, context: ActionContext): Promise<DeploymentScene> {
  const { namespace, name, uid } = plan.target;
  const scene = await readDeploymentScene(await context.doors.kubernetes(), namespace, name, context);
  if (scene.deployment.metadata.uid !== uid)
    throw new PlanRefusal("unfit", `deployment/${name} was deleted and made anew since`);
  return scene;
}

function isKept({ metadata, spec }: DeploymentScene["replicaSets"][number], before: JsonObject): boolean {
  return (
    metadata.uid === keptText(before, "replicaSetUid") && templateHash(spec.template) === keptText(before, "template")
  );
}
