import { setTimeout as sleep } from "node:timers/promises";
import { actions } from "../../src/actions/index.ts";
import type { Action, ActionContext, SendOrder } from "../../src/actions/action.ts";
import type { Doors } from "../../src/clients/doors.ts";
import type { JsonObject } from "../../src/core/json.ts";
import { markOf } from "../../src/core/plan/mark.ts";
import type { Plan, Write } from "../../src/core/plan/plan.ts";
import type { Progress } from "../../src/core/run/event.ts";

/** A session cluster with one healthy job on it, and the jar that it was started from. */
export interface FlinkPlace {
  readonly doors: Doors;
  readonly now: () => number;
  readonly job: string;
  /** How the environment's jar is started so that the job is named so. */
  readonly start: { readonly entryClass?: string; readonly args?: readonly string[] };
  /** Lets the place's time go on. */
  readonly pass: (ms: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

type Timed = Pick<FlinkPlace, "doors" | "now" | "pass">;

export function flinkAction(type: string): Action {
  const action = actions.get(type);
  if (action === undefined) throw new Error(`no action ${type}`);
  return action;
}

export function contextIn({ doors, now }: Pick<FlinkPlace, "doors" | "now">): ActionContext {
  return { doors, nowMs: now(), signal: AbortSignal.timeout(30_000) };
}

export function flinkPlan(place: Timed, type: string, args: JsonObject, shown: Plan | null = null): Promise<Plan> {
  const action = flinkAction(type);
  return action.plan(action.args.parse(args), { ...contextIn(place), onsetAtMs: null, shown });
}

/** The order that the core would hand over, once what the write waits for is there. */
export async function flinkOrder(place: Timed, plan: Plan, write: Write): Promise<SendOrder> {
  for (let tries = 0; ; tries += 1) {
    const prepared = await flinkAction(plan.action).prepare(plan, write, contextIn(place));
    if (prepared.ready) return { plan, write, ...prepared, mark: markOf("run-1", "proposal", write.id) };
    if (prepared.waiting !== true || tries > 60) throw new Error(prepared.reason);
    await place.pass(500);
  }
}

/** Applies all writes of a plan in their order; resolves with the receipts as the core keeps them. */
export async function flinkApplied(place: Timed, plan: Plan): Promise<readonly JsonObject[]> {
  const receipts: JsonObject[] = [];
  for (const write of plan.writes) {
    const order = await flinkOrder(place, plan, write);
    const receipt = await flinkAction(plan.action).apply(order, contextIn(place));
    if (receipt.outcome !== "applied") throw new Error(`${receipt.outcome}: ${receipt.message}`);
    receipts.push({ ...receipt.detail, resourceVersion: null, atMs: receipt.atMs });
  }
  return receipts;
}

/** Watches a change until it is complete, or cannot become so. */
export async function flinkEnded(place: Timed, plan: Plan, receipts: readonly JsonObject[]): Promise<Progress> {
  let last: Progress | null = null;
  for (let tries = 0; tries < 60; tries += 1) {
    last = await flinkAction(plan.action).progress(plan, receipts, contextIn(place));
    if (last.complete || last.failed !== null) return last;
    await place.pass(500);
  }
  throw new Error(`it did not end: ${last?.summary ?? ""}`);
}

/** Asks until it is so; the last answer is what a test then fails with. */
export async function eventually<T>(place: Timed, ask: () => Promise<T>, isSo: (answer: T) => boolean): Promise<T> {
  let answer = await ask();
  for (let tries = 0; tries < 80 && !isSo(answer); tries += 1) {
    await place.pass(500);
    answer = await ask();
  }
  return answer;
}

export const realTime = (ms: number): Promise<void> => sleep(ms);
