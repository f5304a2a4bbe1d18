import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import { ClientError } from "../clients/client-error.ts";
import type { Doors } from "../clients/doors.ts";
import type { CheckResult, Judgement } from "../core/check/check-result.ts";
import { failedJudgement, isWorthAnotherTry, type FailedJudgement } from "./failed-judgement.ts";
import type { Gathered, JudgeContext, Probe } from "./probe.ts";
import { spanWords } from "./moment.ts";

export interface RunProbeContext {
  readonly doors: Doors;
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** For all tries together. */
  readonly budgetMs: number;
  /** Tries after the first, for answers that may come out otherwise. */
  readonly retries: number;
  readonly expect: JudgeContext["expect"];
  readonly place: Parameters<Probe["equivalent"]>[1];
  /** Takes secrets out of what was gathered, before anything of it is judged, masked or cut. */
  readonly redact?: <T>(facts: T) => T;
}

const FIRST_PAUSE_MS = 250;
const LONGER = "try the equivalent command by hand, or give it longer with --timeout";

/**
 * Gathers and judges one check within its budget. A failure of the outside world is a result: no answer is inconclusive, a refusal or a missing
 * question is an error. Rejects for defects only.
 */
export async function runProbe<Args, Facts>(
  probe: Probe<Args, Facts>,
  args: Args,
  context: RunProbeContext,
): Promise<CheckResult> {
  const { now, expect, place } = context;
  const startedAtMs = now();
  const gathered = await gatherInBudget(probe, args, context);
  const endedAtMs = now();
  const aheadMs = gathered instanceof ClientError ? 0 : (gathered.clockAheadMs ?? 0);
  const judged: Judgement & Partial<FailedJudgement> =
    gathered instanceof ClientError
      ? failedJudgement(gathered)
      : probe.judge(context.redact?.(gathered.facts) ?? gathered.facts, args, { nowMs: endedAtMs - aheadMs, expect });
  return {
    ...judged,
    notes: aheadMs === 0 ? judged.notes : [...judged.notes, clocksDiffer(aheadMs)],
    expected: expectedWords(expect) ?? probe.passes,
    vantage: gathered instanceof ClientError ? "from here" : gathered.vantage,
    equivalent: probe.equivalent(args, place, gathered instanceof ClientError ? null : gathered.facts),
    error: judged.error ?? null,
    startedAtMs,
    durationMs: Math.max(0, Math.round(endedAtMs - startedAtMs)),
    windowStartMs: gathered instanceof ClientError ? startedAtMs : gathered.windowStartMs,
    sampledAtMs: gathered instanceof ClientError ? startedAtMs : gathered.sampledAtMs,
    rule: probe.rule,
  };
}

/** The budget holds even for a gather that does not listen to its signal. */
async function gatherInBudget<Args, Facts>(
  probe: Probe<Args, Facts>,
  args: Args,
  { doors, now, signal, budgetMs, retries }: RunProbeContext,
): Promise<Gathered<Facts> | ClientError> {
  const beganMs = now();
  const budget = AbortSignal.timeout(budgetMs);
  const both = AbortSignal.any([signal, budget]);
  let failure: ClientError | null = null;
  const ended = () => endOf(both, budget, budgetMs, failure);
  for (let attempt = 0; attempt <= retries; attempt += 1) {
    if (attempt > 0 && !(await pause(FIRST_PAUSE_MS * 2 ** (attempt - 1), both))) return ended();
    const gathering = probe.gather(args, {
      doors,
      nowMs: now(),
      signal: both,
      leftMs: () => budgetMs - (now() - beganMs),
    });
    try {
      return await abortable(gathering, both);
    } catch (error) {
      if (both.aborted) return (await toldInTime(gathering, failure)) ?? ended();
      if (!(error instanceof ClientError)) throw error;
      failure = error;
      if (!isWorthAnotherTry(error)) return error;
    }
  }
  return failure ?? ended();
}

function endOf(both: AbortSignal, budget: AbortSignal, budgetMs: number, last: ClientError | null): ClientError {
  if (!budget.aborted || both.reason !== budget.reason)
    return new ClientError("aborted", "the check was stopped before it had an answer", "run it again");
  return new ClientError("timeout", `no answer within ${spanWords(budgetMs)}${theTryBefore(last)}`, LONGER);
}

function theTryBefore(last: ClientError | null): string {
  return last === null ? "" : `; the try before: ${last.message}`;
}

/** What the request that the budget ended says of how far it came; null where it says nothing at once, or no more than that it was ended. */
async function toldInTime(gathering: Promise<unknown>, last: ClientError | null): Promise<ClientError | null> {
  const said: unknown = await Promise.race([gathering.catch((error: unknown) => error), setImmediate(null)]);
  return said instanceof ClientError && said.code === "timeout"
    ? new ClientError("timeout", `${said.message}${theTryBefore(last)}`, LONGER)
    : null;
}

async function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  work.catch(() => {});
  if (signal.aborted) throw signal.reason;
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason as Error);
    signal.addEventListener("abort", onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

/** false when the signal ended it. */
async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await sleep(ms, undefined, { signal });
    return true;
  } catch {
    return false;
  }
}

function clocksDiffer(aheadMs: number): string {
  return `this machine's clock is ${spanWords(Math.abs(aheadMs))} ${aheadMs > 0 ? "ahead of" : "behind"} the cluster's, by which its times are judged`;
}

function expectedWords({ pass, fail }: JudgeContext["expect"]): string | null {
  const words = [...(fail === null ? [] : [`fail when ${fail}`]), ...(pass === null ? [] : [`pass when ${pass}`])];
  return words.length === 0 ? null : words.join("; ");
}
