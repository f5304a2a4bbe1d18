import type { Action, ActionContext, Prepared, SendOrder } from "../../../src/actions/action.ts";
import type { Json, JsonObject } from "../../../src/core/json.ts";
import type { Plan, Write } from "../../../src/core/plan/plan.ts";
import type { Progress } from "../../../src/core/run/event.ts";

/** What a change says of itself once it is planned: before it is sent, when its answer was lost, and after. */
export interface Statement {
  readonly verdict:
    | "rehearsed"
    | "ready"
    | "not ready"
    | "waiting"
    | "applied"
    | "not-applied"
    | "unknown"
    | "complete"
    | "failed"
    | "under way"
    | "undo";
  readonly words: string;
  /** All that it tells, for a comparison with what is true. */
  readonly told: Json;
}

/** What a run would act on: it sends, sends no second time, sends again, or calls the change made. */
const CLAIMS: readonly string[] = ["rehearsed", "ready", "applied", "not-applied", "complete", "failed", "undo"];

export function isClaim(verdict: string): boolean {
  return CLAIMS.includes(verdict);
}

export async function rehearsed(action: Action, plan: Plan, context: ActionContext): Promise<Statement> {
  const warnings = await action.rehearse(plan, context);
  return { verdict: "rehearsed", words: warnings.join("; "), told: [...warnings] };
}

export async function prepared(action: Action, plan: Plan, write: Write, context: ActionContext): Promise<Statement> {
  const came = await action.prepare(plan, write, context);
  return { verdict: verdictOf(came), words: came.ready ? "" : came.reason, told: asJson(came) };
}

function verdictOf(came: Prepared): Statement["verdict"] {
  if (came.ready) return "ready";
  return came.waiting === true ? "waiting" : "not ready";
}

export async function reconciled(action: Action, order: SendOrder, context: ActionContext): Promise<Statement> {
  const { found, message } = await action.reconcile(order, context);
  return { verdict: found, words: message, told: found };
}

export async function progressed(
  action: Action,
  plan: Plan,
  receipts: readonly JsonObject[],
  context: ActionContext,
): Promise<Statement> {
  const progress = await action.progress(plan, receipts, context);
  return { verdict: stageOf(progress), words: progress.summary, told: asJson(progress) };
}

function stageOf({ complete, failed }: Progress): Statement["verdict"] {
  if (failed !== null) return "failed";
  return complete ? "complete" : "under way";
}

export async function undone(
  action: Action,
  plan: Plan,
  receipts: readonly JsonObject[],
  context: ActionContext,
): Promise<Statement> {
  if (action.inverse === null) throw new Error(`${action.type} has no inverse`);
  const { summary, warnings, impact, writes } = await action.inverse(plan, receipts, context);
  const words = [summary, ...warnings, ...impact.lines].join("; ");
  return { verdict: "undo", words, told: asJson(writes.map(({ path, body }) => [path, body])) };
}

function asJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
