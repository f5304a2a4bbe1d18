import { ClientError, mayPass } from "../../clients/client-error.ts";
import type { EffectOf } from "../../core/run/effect.ts";
import type { RunEventBody } from "../../core/run/event.ts";
import type { RunSurroundings } from "./run-surroundings.ts";

const PAGE_TIMEOUT_MS = 15_000;

/** Sends one note of the escalation; its failure is an event, not the end of the run, which tries again where that may help. */
export async function performPage(effect: EffectOf<"page">, around: RunSurroundings): Promise<RunEventBody> {
  const { step, note, target, dedupKey, late } = effect;
  const about = { type: "paged" as const, step, note };
  if (around.pagesNobody !== null) return { ...about, ok: false, message: around.pagesNobody };
  try {
    const pager = await around.doors.pager();
    const { summary, severity, source, details } = around.notice(late);
    const message = await pager.notify(
      target,
      { note, dedupKey, summary, severity, source, details },
      AbortSignal.timeout(PAGE_TIMEOUT_MS),
    );
    return { ...about, ok: true, message };
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    const message = `${error.message}; ${error.hint}`;
    return { ...about, ok: false, message, ...(mayPass(error) ? { again: true } : {}) };
  }
}
