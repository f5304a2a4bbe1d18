import { setTimeout as sleep } from "node:timers/promises";
import { actions } from "../../../src/actions/index.ts";
import { PlanRefusal } from "../../../src/actions/action.ts";
import { ClientError } from "../../../src/clients/client-error.ts";
import type { Doors } from "../../../src/clients/doors.ts";
import type { CheckResult } from "../../../src/core/check/check-result.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import { probes } from "../../../src/probes/index.ts";
import { runProbe } from "../../../src/probes/run-probe.ts";
import type { Statement } from "./statement.ts";
import type { Subject } from "./subject.ts";

/** What came of asking: a check's result, a plan, a statement about a change, why there is none, or what should never come: an error that nobody caught. */
export type Outcome =
  | { readonly came: "result"; readonly result: CheckResult }
  | { readonly came: "plan"; readonly plan: Plan }
  | { readonly came: "statement"; readonly statement: Statement }
  | { readonly came: "no plan" | "no answer"; readonly reason: string }
  | { readonly came: "defect"; readonly error: string }
  | { readonly came: "nothing" };

export interface Asked {
  readonly outcome: Outcome;
  readonly tookMs: number;
}

/** Longer than any of them may take: what then has not ended is taken for hanging. */
const LOST_AFTER_MS = 5_000;

/** Asks as a run does: the check within its budget, the plan within its time. */
export async function ask(subject: Subject, doors: Doors, nowMs: number, budgetMs: number): Promise<Asked> {
  const beganMs = performance.now();
  const lost = new AbortController();
  const outcome = await Promise.race([
    outcomeOf(subject, doors, nowMs, budgetMs),
    sleep(budgetMs + LOST_AFTER_MS, { came: "nothing" } as const, { signal: lost.signal }),
  ]);
  lost.abort();
  return { outcome, tookMs: performance.now() - beganMs };
}

async function outcomeOf(subject: Subject, doors: Doors, nowMs: number, budgetMs: number): Promise<Outcome> {
  try {
    if (subject.kind === "probe")
      return { came: "result", result: await resultOf(subject, doors, () => nowMs, budgetMs) };
    if (subject.question === undefined) return { came: "plan", plan: await planOf(subject, doors, nowMs, budgetMs) };
    const signal = AbortSignal.timeout(budgetMs);
    return { came: "statement", statement: await subject.question.ask({ doors, nowMs, signal }) };
  } catch (error) {
    const came = subject.question === undefined ? "no plan" : "no answer";
    if (error instanceof PlanRefusal) return { came, reason: error.message };
    if (error instanceof ClientError) return { came, reason: `${error.message}; ${error.hint}` };
    return { came: "defect", error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** The check as a run makes it; without further tries, which would only take longer. */
export function resultOf(
  { type, args, expect }: Pick<Subject, "type" | "args" | "expect">,
  doors: Doors,
  now: () => number,
  budgetMs: number,
): Promise<CheckResult> {
  const probe = probes.get(type);
  if (probe === undefined) throw new Error(`no probe ${type}`);
  return runProbe(probe, probe.args.parse(args), {
    doors,
    now,
    signal: new AbortController().signal,
    budgetMs,
    retries: 0,
    expect: { pass: expect?.pass ?? null, fail: expect?.fail ?? null, warn: null },
    place: { namespace: "ml", prometheusUrl: null, endpointUrl: () => null },
  });
}

function planOf({ type, args }: Subject, doors: Doors, nowMs: number, budgetMs: number): Promise<Plan> {
  const action = actions.get(type);
  if (action === undefined) throw new Error(`no action ${type}`);
  const signal = AbortSignal.timeout(budgetMs);
  return action.plan(action.args.parse(args), { doors, nowMs, signal, onsetAtMs: null });
}
