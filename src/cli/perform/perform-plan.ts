import type { Action } from "../../actions/action.ts";
import { PlanRefusal } from "../../actions/action.ts";
import { ClientError } from "../../clients/client-error.ts";
import type { Plan } from "../../core/plan/plan.ts";
import type { EffectOf } from "../../core/run/effect.ts";
import type { RunEventBody } from "../../core/run/event.ts";
import { leaseFor, leaseOn, type LeaseAddress, type LeaseFacts } from "../../core/plan/lease.ts";
import { clusterUid } from "./cluster-uid.ts";
import { markedBy } from "./marked-by.ts";
import { rivalsAt } from "./perform-lease.ts";
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
    const { plan, rivals } = await planOf(effect, around, signal);
    // What is sent is what was recorded: a body that redaction would change can be neither. Nor can what was there before, which an undo would send.
    const kept = [plan.writes, plan.before];
    if (![JSON.stringify(kept), ...textsIn(kept)].every((text) => around.mayRecord(text)))
      return {
        type: "plan-failed",
        ...about,
        reason:
          "the change, or what it replaces, carries a secret of this environment, which is never recorded; make it by hand",
      };
    return { type: "planned", ...about, plan, ...rivals };
  } catch (error) {
    if (!(error instanceof PlanRefusal || error instanceof ClientError)) throw error;
    const reason = error instanceof PlanRefusal ? error.message : `${error.message}; ${error.hint}`;
    const rivals = await rivalsOf(effect.shown?.lease, around, outer);
    return { type: "plan-failed", ...about, reason, ...(await told(rivals, effect.shown, around, outer)) };
  }
}

/** Every text by itself, as it is redacted: one that holds JSON is escaped twice in the JSON of the whole. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return value !== null && typeof value === "object" ? Object.values(value).flatMap(textsIn) : [];
}

/** What others do to the target; read after the plan, so that whoever moved the object under it is told. */
async function rivalsOf(
  lease: LeaseAddress | undefined,
  around: RunSurroundings,
  signal: AbortSignal,
): ReturnType<typeof rivalsAt> {
  return lease === undefined ? null : rivalsAt(lease, around, signal);
}

type Rivals = Awaited<ReturnType<typeof rivalsAt>>;

/** In the event's own words. Of what is looked at once more after the approval (`shown`), the marks stand in for a lease that may not be read. */
async function told(
  rivals: Rivals,
  shown: Plan | null,
  around: RunSurroundings,
  signal: AbortSignal,
): Promise<{ readonly rivals?: LeaseFacts }> {
  if (rivals === null) return {};
  if (rivals !== "forbidden") return { rivals };
  const last = shown === null ? null : await markedBy(shown, around, signal);
  return last === null ? {} : { rivals: { holder: null, past: [last] } };
}

/** Unread is not unheld. A read that failed for the moment is not told of: the next look would show another plan for it. */
function unreadWarnings(rivals: Rivals, lease: LeaseAddress | undefined): readonly string[] {
  return rivals === "forbidden" && lease !== undefined
    ? [`whether others are changing it, or did lately, is not known: reading leases in ${lease.namespace} is forbidden`]
    : [];
}

async function planOf(
  effect: EffectOf<"plan">,
  around: RunSurroundings,
  signal: AbortSignal,
): Promise<{ readonly plan: Plan; readonly rivals: { readonly rivals?: LeaseFacts } }> {
  const action: Action = around.action(effect.action);
  const context = {
    doors: around.doors,
    nowMs: around.now(),
    signal,
    ...(around.kept === undefined ? {} : { kept: around.kept }),
  };
  // Asked beside the reads of the plan, and only where somebody is to approve it.
  const asking = around.rehearses && effect.action.startsWith("kubernetes.") ? clusterUid(around.doors, signal) : null;
  asking?.catch(() => undefined);
  const made =
    effect.undoes === null
      ? await action.plan(around.render(effect.args, action.args), {
          ...context,
          onsetAtMs: effect.onsetAtMs,
          alertOnly: effect.alertOnly ?? {},
          shown: effect.shown,
        })
      : await inverseOf(action, effect.undoes, { ...context, shown: effect.shown });
  if (made.writes.length === 0) return { plan: made, rivals: {} };
  const server = around.serverOf(effect.action);
  // An inverse is told where its change was.
  const lease = effect.undoes === null ? leaseOf(made.target, effect.action, server, around) : effect.undoes.plan.lease;
  const plan: Plan = { ...made, ...(lease && { lease }), ...(server === null ? {} : { server }) };
  const [rehearsed, cluster, rivals] = await Promise.all([
    around.rehearses ? action.rehearse(plan, context) : [],
    asking,
    rivalsOf(plan.lease, around, signal),
  ]);
  const warnings = [
    ...plan.warnings,
    ...rehearsed,
    ...(cluster?.warnings ?? []),
    ...unreadWarnings(rivals, plan.lease),
  ];
  return {
    plan: { ...plan, ...(cluster === null ? {} : { clusterUid: cluster.uid }), warnings },
    rivals: await told(rivals, effect.shown, around, signal),
  };
}

/** What is in no cluster has its lease in the one that the environment names; not in a dry run, which asks that one nothing. */
function leaseOf(
  target: Plan["target"],
  action: string,
  server: string | null,
  { place, rehearses }: RunSurroundings,
): LeaseAddress | undefined {
  if (action.startsWith("kubernetes.")) return leaseOn(target);
  return !rehearses || place.namespace === null ? undefined : leaseFor(target, server, place.namespace);
}

async function inverseOf(
  action: Action,
  undoes: NonNullable<EffectOf<"plan">["undoes"]>,
  context: Parameters<NonNullable<Action["inverse"]>>[2],
): Promise<Plan> {
  if (action.inverse === null) throw new PlanRefusal("unfit", `${undoes.plan.summary}: there is no inverse of that`);
  return action.inverse(undoes.plan, undoes.receipts, context);
}
