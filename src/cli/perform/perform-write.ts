import type { Prepared } from "../../actions/action.ts";
import { ClientError } from "../../clients/client-error.ts";
import { REQUEST_TIMEOUT_MS, writeTimeoutMs } from "../../core/plan/write-timeout.ts";
import type { EffectOf } from "../../core/run/effect.ts";
import type { RunEventBody } from "../../core/run/event.ts";
import type { RunSurroundings } from "./run-surroundings.ts";
import { type Standing, standing, untoldInWords } from "./standing.ts";

/** A process that sleeps between intent and request must not wake and write: the intent runs out after this. */
const INTENT_LIFETIME_MS = 5_000;

/** After a guard that did not hold, or a server that was too busy, the next attempt waits a little, and longer each time. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 16_000;
/** How often is asked whether what the write before it set in motion has ended. */
const WAITING_PAUSE_MS = 1_000;
/** Half a change is worse than one that waits: whether the run is still ours is asked for so long before the rest of it is given up. */
const STANDING_PATIENCE_MS = 20_000;
const STANDING_PAUSE_MS = 2_000;

/** Looks whether the run is still ours, and reads the object last thing before the intent is recorded. */
export async function performPrepare(
  effect: EffectOf<"prepare">,
  around: RunSurroundings,
  outer: AbortSignal,
): Promise<RunEventBody> {
  const { proposal, write, attempt, plan } = effect;
  const about = { proposal, write: write.id, attempt };
  if (around.readOnly) return { type: "withheld", ...about, reason: "the environment is read-only by now" };
  const before = stopped(await standsAs());
  if (before !== null) return before;
  if (attempt > 1) await around.pause(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 2)), outer);
  const lastMs = around.now() + plan.completionSeconds * 1_000;
  try {
    let prepared = await ask();
    // What the write before it set in motion ends by itself, or its own deadline passes.
    let hasWaited = false;
    while (!prepared.ready && prepared.waiting === true && !outer.aborted && around.now() < lastMs) {
      await around.pause(WAITING_PAUSE_MS, outer);
      prepared = await ask();
      hasWaited = true;
    }
    // Minutes may have gone by, in which somebody took the run over elsewhere.
    const since = hasWaited && prepared.ready ? stopped(await standsAs()) : null;
    if (since !== null) return since;
    if (!prepared.ready) {
      const { reason, unchanged } = prepared;
      return { type: "withheld", ...about, reason, ...(unchanged === true && { unchanged }) };
    }
    const { resourceVersion, detail } = prepared;
    return { type: "intended", ...about, resourceVersion, notAfterMs: around.now() + INTENT_LIFETIME_MS, detail };
  } catch (error) {
    if (error instanceof ClientError) return { type: "withheld", ...about, reason: `${error.message}; ${error.hint}` };
    throw error;
  }

  async function standsAs(): Promise<Standing> {
    const untilMs = around.now() + (plan.writes[0]?.id === write.id ? 0 : STANDING_PATIENCE_MS);
    for (;;) {
      const stands = await standing(around, outer);
      if (stands.kind !== "untold" || outer.aborted || around.now() >= untilMs) return stands;
      await around.pause(STANDING_PAUSE_MS, outer);
    }
  }

  function stopped(stands: Standing): RunEventBody | null {
    if (stands.kind === "superseded") return { type: "superseded", by: stands.by };
    if (stands.kind !== "untold") return null;
    return { type: "withheld", ...about, reason: untoldInWords(around, stands.reason) };
  }

  function ask(): Promise<Prepared> {
    const signal = AbortSignal.any([outer, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]);
    return around.action(plan.action).prepare(plan, write, { doors: around.doors, nowMs: around.now(), signal });
  }
}

/** Sends one approved write. A failure that proves nothing is `lost`: the live system will be asked. */
export async function performSend(effect: EffectOf<"send">, around: RunSurroundings): Promise<RunEventBody> {
  const { proposal, write, attempt, plan, resourceVersion, mark, detail } = effect;
  const about = { type: "received" as const, proposal, write: write.id, attempt };
  // Not the effect's signal: a write that may be on its way is never abandoned, only waited for.
  const signal = AbortSignal.timeout(writeTimeoutMs(write));
  if (around.now() >= effect.notAfterMs)
    return { ...about, receipt: { outcome: "not-sent", message: "the intent had run out" } };
  try {
    const order = { plan, write, resourceVersion, mark, detail };
    return {
      ...about,
      receipt: await around.action(plan.action).apply(order, { doors: around.doors, nowMs: around.now(), signal }),
    };
  } catch (error) {
    if (error instanceof ClientError) return { ...about, receipt: { outcome: "lost", message: error.message } };
    throw error;
  }
}

/** Asks the live system once whether a write whose answer was lost is in place. Failing to ask is no answer, and said as that. */
export async function performReconcile(
  effect: EffectOf<"reconcile">,
  around: RunSurroundings,
  outer: AbortSignal,
): Promise<RunEventBody> {
  const { proposal, write, attempt, plan, resourceVersion, mark } = effect;
  const about = { type: "reconciled" as const, proposal, write: write.id, attempt };
  const signal = AbortSignal.any([outer, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]);
  try {
    const order = { plan, write, resourceVersion, mark, detail: {} };
    const context = { doors: around.doors, nowMs: around.now(), signal };
    return { ...about, ...(await around.action(plan.action).reconcile(order, context)) };
  } catch (error) {
    if (error instanceof ClientError)
      return { ...about, found: "unanswered", message: `${error.message}; ${error.hint}` };
    throw error;
  }
}

/** Asks whether what the change set in motion has completed; a failure to ask is no progress, and no failure of the change. */
export async function performProgress(
  effect: EffectOf<"progress">,
  around: RunSurroundings,
  outer: AbortSignal,
): Promise<RunEventBody> {
  const signal = AbortSignal.any([outer, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]);
  const { proposal, plan, receipts } = effect;
  try {
    const progress = await around
      .action(plan.action)
      .progress(plan, receipts, { doors: around.doors, nowMs: around.now(), signal });
    return { type: "progressed", proposal, progress };
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    return {
      type: "progressed",
      proposal,
      progress: { complete: false, completedAtMs: null, failed: null, summary: `could not look: ${error.message}` },
    };
  }
}
