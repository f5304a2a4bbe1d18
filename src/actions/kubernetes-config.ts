import * as z from "zod";
import { apiTime } from "../clients/kubernetes-objects/api-time.ts";
import type { JsonObject } from "../core/json.ts";
import { getConfigMap, patchConfigMap, patchDeployment } from "../clients/kubernetes-objects/permissions.ts";
import type { Plan } from "../core/plan/plan.ts";
import { PlanRefusal, type Action, type ActionContext } from "./action.ts";
import { markedAtMs } from "./kubernetes/changed-at.ts";
import { readDeploymentScene } from "./kubernetes/deployment-scene.ts";
import { configFields, templateFields } from "./kubernetes/object-identity.ts";
import type { ConfigMap } from "./kubernetes/objects.ts";
import { planConfig, presentValue } from "./kubernetes/plan-config.ts";
import { oldText, oldTextAgain } from "./kubernetes/old-text.ts";
import { partOf } from "./kubernetes/plan-part.ts";
import { shownRestart } from "./kubernetes/plan-restart.ts";
import { keptText } from "./kubernetes/plan-template-patch.ts";
import { prepareWrite } from "./kubernetes/prepare-write.ts";
import { reconcileWrite } from "./kubernetes/reconcile-write.ts";
import { rehearseWrites } from "./kubernetes/rehearse-writes.ts";
import { configMapPath } from "./kubernetes/resource-paths.ts";
import { failedProgress } from "./kubernetes/rollout-progress.ts";
import { sendWrite } from "./kubernetes/send-write.ts";
import { describeTemplate, foreignTemplate } from "./kubernetes/template-receipt.ts";
import { isOfType, multiplied, VALUE_TYPES } from "./kubernetes/typed-value.ts";
import { watchRollout } from "./kubernetes/watch-rollout.ts";

const TYPE = "kubernetes.config";

/** The ids of the two writes, in their order. */
const CONFIG = "1";
const RESTART = "2";

const args = z
  .strictObject({
    configMap: z.string().min(1).describe("The ConfigMap"),
    key: z.string().min(1).describe("The key to set; it must be there"),
    value: z
      .union([z.string(), z.number(), z.boolean()])
      .nullish()
      .describe("Its new value; left out where a factor says it"),
    factor: z.number().positive().nullish().describe("Instead of a value: so many times the present one"),
    most: z.union([z.string(), z.number()]).nullish().describe("With a factor: no more than this"),
    as: z.enum(VALUE_TYPES).default("text").describe("What the present and the new value must be"),
    deployment: z.string().min(1).describe("The Deployment whose pods read it, and are replaced"),
    namespace: z.string().min(1).nullish().describe("Of both; the environment's when left out"),
  })
  .refine(
    ({ value, factor }) => (value ?? null) === null || (factor ?? null) === null,
    "give a value or a factor, not both",
  );

type Args = z.infer<typeof args>;

/** Sets one key of a ConfigMap and restarts the Deployment that needs it. */
export const config: Action<Args> = {
  type: TYPE,
  title: "Set a key of a ConfigMap and restart what reads it",
  args,
  example: `- id: extend-ttl
  for: cache-too-short
  kubernetes.config:
    configMap: feature-api
    key: cache.l2.ttl
    factor: 4
    most: 1h
    as: duration
    deployment: "{{ deployment }}"
  verify: [pods]
`,

  async plan(asked, context) {
    const kubernetes = await context.doors.kubernetes();
    const namespace = asked.namespace ?? kubernetes.namespace;
    const [configMap, scene] = await Promise.all([
      kubernetes.get<ConfigMap>(configMapPath(namespace, asked.configMap), context.signal),
      readDeploymentScene(kubernetes, namespace, asked.deployment, context),
    ]);
    const present = presentValue(configMap, asked.key);
    const value = wantedValue(asked, present);
    const restartedAt = shownRestart(context.shown) ?? apiTime(context.nowMs);
    const order = { type: TYPE, scene, configMap, key: asked.key, value, restartedAt };
    // What would be refused is not kept.
    planConfig({ ...order, old: { shown: "", before: null } });
    return planConfig({ ...order, old: await oldText(present, context.kept) });
  },

  rehearse: rehearseWrites,

  prepare(plan, write, context) {
    const part = partOf(plan, write.id);
    return write.id === CONFIG
      ? prepareWrite(part, write, context, { fieldsOf: configFields(keptText(part.before, "key")) })
      : prepareWrite(part, write, context, { fieldsOf: templateFields });
  },

  apply: (order, context) =>
    sendWrite(order, context, { describe: order.write.id === CONFIG ? describeConfig : describeTemplate }),

  reconcile: (order, context) => reconcileWrite({ ...order, plan: partOf(order.plan, order.write.id) }, context),

  async progress(plan, receipts, context) {
    const { value, key, to, name } = await readAgain(plan, context);
    if (value !== to) return failedProgress(`key ${key} of configmap/${name} was changed by somebody else since`);
    const part = partOf(plan, RESTART);
    return watchRollout(part, receipts, context, foreignTemplate(part));
  },

  permissions({ configMap, deployment, namespace }) {
    const place = { namespace };
    return [getConfigMap(configMap, place), patchConfigMap(configMap, place), patchDeployment(deployment, place)];
  },
  async inverse(plan, _receipts, context) {
    const { configMap, value, key, to, name } = await readAgain(plan, context);
    if (value !== to)
      throw new PlanRefusal(
        "not-now",
        `somebody else changed ${key} of configmap/${name} since: it is not undone over that`,
      );
    const { namespace, name: deployment } = partOf(plan, RESTART).target;
    const kubernetes = await context.doors.kubernetes();
    const scene = await readDeploymentScene(kubernetes, namespace, deployment, context);
    const restartedAt = shownRestart(context.shown) ?? apiTime(context.nowMs);
    const from = await oldTextAgain(partOf(plan, CONFIG).before, `key ${key} of configmap/${name}`, context.kept);
    // What it holds now was written by the change that is undone: it stands in that one's plan.
    const old = { shown: value, before: value };
    return planConfig({ type: TYPE, scene, configMap, key, value: from, old, restartedAt });
  },
};

/** Throws PlanRefusal where the present value, or the new one, is not what the key holds. */
function wantedValue({ key, value, factor, most, as }: Args, present: string): string {
  if (!isOfType(as, present))
    // It may be anything, a secret as well: what it is not is enough.
    throw new PlanRefusal("unfit", `what key ${key} holds is no ${as}: look at it first`);
  if ((factor ?? null) !== null) {
    const product = multiplied(as, present, factor ?? 1, most === undefined || most === null ? null : String(most));
    if (product === null)
      throw new PlanRefusal("unfit", `key ${key} cannot be multiplied: say with "as" what it holds`);
    return product;
  }
  if (value === undefined || value === null)
    throw new PlanRefusal("unsaid", `what to set ${key} to is not known: give a value`);
  if (!isOfType(as, String(value)))
    throw new PlanRefusal("unfit", `${JSON.stringify(String(value))} is no ${as}, as ${key} must be`);
  return String(value);
}

interface KeptConfig {
  readonly configMap: ConfigMap;
  readonly name: string;
  readonly key: string;
  readonly to: string;
  /** null where the key is gone. */
  readonly value: string | null;
}

async function readAgain(plan: Plan, context: ActionContext): Promise<KeptConfig> {
  const { target, before } = partOf(plan, CONFIG);
  const kubernetes = await context.doors.kubernetes();
  const configMap = await kubernetes.get<ConfigMap>(configMapPath(target.namespace, target.name), context.signal);
  if (configMap.metadata.uid !== target.uid)
    throw new PlanRefusal("unfit", `configmap/${target.name} was deleted and made anew since`);
  const key = keptText(before, "key");
  return {
    configMap,
    name: target.name,
    key,
    to: keptText(before, "to"),
    value: configMap.data?.[key] ?? null,
  };
}

function describeConfig(answer: ConfigMap): JsonObject {
  return { changedAtMs: markedAtMs(answer) };
}
