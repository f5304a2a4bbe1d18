import type { Effect } from "./effect.ts";
import type { RunEvent } from "./event.ts";
import { apply, start, wanted } from "./machine.ts";
import type { RunState } from "./state.ts";
import { proposalOf } from "./with-proposal.ts";

/** An event of a recorded run that does not follow from those before it. */
export interface OutOfPlace {
  /** Its place among the events, from 0. */
  readonly index: number;
  /** What it lacks, in words. */
  readonly problem: string;
}

/**
 * The first recorded event that this bigops would not have come to; null: there is none. The fold drops what does not fit, as a late answer; a journal
 * in which it would drop what another bigops took is a journal that it would misread.
 *
 * An answer must be one to something that was wanted at some moment before it, whether or not it still is: answers come late. What a person said must
 * be about a proposal that there is: it is recorded only where it was taken, but for the moment in which its time ran out.
 */
export function outOfPlace(events: readonly RunEvent[]): OutOfPlace | null {
  const asked = new Set<string>();
  let state: RunState | null = start();
  for (const [index, event] of events.entries()) {
    const problem = lacks(state, event, asked);
    if (problem !== null) return { index, problem };
    state = apply(state, event);
    for (const effect of wanted(state)) asked.add(questionOf(effect));
  }
  return null;
}

function lacks(state: RunState | null, event: RunEvent, asked: ReadonlySet<string>): string | null {
  if (state === null) return event.type === "started" ? null : "no run has begun";
  switch (event.type) {
    case "started":
      return "the run has begun already";
    case "approved":
      return state.proposals.some(({ digest }) => digest?.startsWith(event.digest)) === true
        ? null
        : "no change was proposed that has its digest";
    case "declined":
    case "undo-requested":
      return proposalOf(state, event.proposal) === undefined ? "there is no such proposal" : null;
    default: {
      const answered = answeredBy(event);
      return answered === null || asked.has(answered) ? null : "nothing was asked that it answers";
    }
  }
}

/** What an answer to this effect is recognised by. */
function questionOf(effect: Effect): string {
  switch (effect.type) {
    case "check":
      return key("check", effect.round, effect.check.id);
    case "plan":
      return key("plan", effect.proposal, effect.stage, effect.recheck);
    case "prepare":
    case "send":
    case "reconcile":
      return key(effect.type, effect.proposal, effect.write.id, effect.attempt);
    case "lease":
    case "progress":
      return key(effect.type, effect.proposal);
    case "page":
      return key("page", effect.step, effect.note);
    case "prompt":
    case "fence":
      return key(effect.type);
  }
}

/** The question that this event answers; null: it answers none, and may come at any time. */
function answeredBy(event: RunEvent): string | null {
  switch (event.type) {
    case "checked":
      return key("check", event.round, event.check);
    case "planned":
    case "plan-failed":
      return key("plan", event.proposal, event.stage, event.recheck);
    case "intended":
    case "withheld":
      return key("prepare", event.proposal, event.write, event.attempt);
    case "received":
      return key("send", event.proposal, event.write, event.attempt);
    case "reconciled":
      return key("reconcile", event.proposal, event.write, event.attempt);
    case "leased":
      return key("lease", event.proposal);
    case "progressed":
      return key("progress", event.proposal);
    case "paged":
      return key("page", event.step, event.note);
    case "fenced":
      return key("fence");
    default:
      return null;
  }
}

function key(...parts: readonly (string | number)[]): string {
  return JSON.stringify(parts);
}
