import type { Action } from "../../actions/action.ts";
import { PlanRefusal } from "../../actions/action.ts";
import { ClientError } from "../../clients/client-error.ts";
import type { Plan } from "../../core/plan/plan.ts";
import type { EffectOf } from "../../core/run/effect.ts";
import type { RunEventBody } from "../../core/run/event.ts";
import { clusterUid } from "./cluster-uid.ts";
import type { RunSurroundings } from "./run-surroundings.ts";

/** Reading for a plan and its rehearsal may take this long together. */
const PLAN_TIMEOUT_MS = 15_000;

/** Makes a plan, or the inverse of one; in a real run the server's own dry run confirms it before anybody is asked. */
export async function performPlan(
  effect: EffectOf<"plan">,
  around: RunSurroundings,
  outer: AbortSignal,
): Promise<RunEventBody> {
  const signal = AbortSignal.any([outer, AbortSignal.timeout(PLAN_TIMEOUT_MS)]);
  const { proposal, stage, recheck } = effect;
  const about = { proposal, stage, recheck };
  try {
    const plan = await planOf(effect, around, signal);
    // What is sent is what was recorded: a body that redaction would change can be neither.
    if (![JSON.stringify(plan.writes), ...textsIn(plan.writes)].every((text) => around.mayRecord(text)))
      return {
        type: "plan-failed",
        ...about,
        reason: "the change would carry a secret of this environment, which is never recorded; make it by hand",
      };
    return { type: "planned", ...about, plan };
  } catch (error) {
    if (error instanceof PlanRefusal) return { type: "plan-failed", ...about, reason: error.message };
    if (error instanceof ClientError)
      return { type: "plan-failed", ...about, reason: `${error.message}; ${error.hint}` };
    throw error;
  }
}

/** Every text by itself, as it is redacted: one that holds JSON is escaped twice in the JSON of the whole. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return value !== null && typeof value === "object" ? Object.values(value).flatMap(textsIn) : [];
}

async function planOf(effect: EffectOf<"plan">, around: RunSurroundings, signal: AbortSignal): Promise<Plan> {
  const action: Action = around.action(effect.action);
  const context = { doors: around.doors, nowMs: around.now(), signal };
  // Asked beside the reads of the plan, and only where somebody is to approve it.
  const asking = around.rehearses && effect.action.startsWith("kubernetes.") ? clusterUid(around.doors, signal) : null;
  asking?.catch(() => undefined);
  const plan =
    effect.undoes === null
      ? await action.plan(around.render(effect.args, action.args), {
          ...context,
          onsetAtMs: effect.onsetAtMs,
          shown: effect.shown,
        })
      : await inverseOf(action, effect.undoes, { ...context, shown: effect.shown });
  if (!around.rehearses || plan.writes.length === 0) return plan;
  const [rehearsed, cluster] = await Promise.all([action.rehearse(plan, context), asking]);
  if (cluster === null) return { ...plan, warnings: [...plan.warnings, ...rehearsed] };
  return { ...plan, clusterUid: cluster.uid, warnings: [...plan.warnings, ...rehearsed, ...cluster.warnings] };
}

async function inverseOf(
  action: Action,
  undoes: NonNullable<EffectOf<"plan">["undoes"]>,
  context: Parameters<NonNullable<Action["inverse"]>>[2],
): Promise<Plan> {
  if (action.inverse === null) throw new PlanRefusal(`${undoes.plan.summary}: there is no inverse of that`);
  return action.inverse(undoes.plan, undoes.receipts, context);
}
