import type { Effect } from "../../core/run/effect.ts";
import type { RunEventBody } from "../../core/run/event.ts";

const ANSWERS: { readonly [T in Effect["type"]]: readonly RunEventBody["type"][] } = {
  check: ["checked"],
  plan: ["planned", "plan-failed"],
  prompt: ["approved", "declined", "escalated", "acknowledged", "left"],
  lease: ["leased", "superseded"],
  fence: ["fenced"],
  prepare: ["intended", "withheld", "superseded"],
  send: ["received"],
  reconcile: ["reconciled"],
  progress: ["progressed"],
  page: ["paged", "superseded"],
};

/** Throws where an effect was not answered with what it names: a defect of the performer. */
export function expectAnswer(effect: Effect, bodies: readonly RunEventBody[]): void {
  const wrong = bodies.find((body) => !ANSWERS[effect.type].includes(body.type));
  if (wrong !== undefined) throw new Error(`the effect ${effect.id} was answered with the event ${wrong.type}`);
  if (bodies.length === 0) throw new Error(`the effect ${effect.id} was not answered`);
}

/**
 * Effects on the outside that cannot be taken back: once begun they are not aborted, and what came of them is recorded even if nobody wants it
 * any more. An answer that is dropped would be a change, or a page, that the journal does not know.
 */
export function mustFinish(effect: Effect): boolean {
  return effect.type === "send" || effect.type === "page";
}

/** Effects that are not begun while the run is not recorded: they change something, tell somebody, or ask for an approval that could not be kept. */
export function needsRecord(effect: Effect): boolean {
  return ["prompt", "lease", "fence", "prepare", "send", "page"].includes(effect.type);
}

/** Events that are dropped, with the reason, while the run is not recorded. */
export function mustBeRecorded(body: RunEventBody): boolean {
  return ["approved", "undo-requested", "escalated"].includes(body.type);
}
