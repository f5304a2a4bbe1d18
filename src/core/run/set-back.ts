import { JUMP_MS } from "./gap.ts";
import { notesSetBack } from "./notes.ts";
import type { Proposal, Stage } from "./proposal.ts";
import type { RunState } from "./state.ts";
import { tryingSetBack } from "./try-again.ts";

/** A time lies so far before the latest event that the clock was set back meanwhile, by more than is waited out. */
export function isSetBack({ nowMs }: RunState, atMs: number): boolean {
  return atMs - nowMs < -JUMP_MS;
}

/**
 * The wall clock was set back, noticed by an event whose time lies before the latest one: what was to come in five minutes still comes in five
 * minutes. Without that nothing would come until the clock is where it was. A step of up to a minute is waited out.
 *
 * Not moved is until when an intent may be sent: whoever may still send it goes by its own clock, and nobody asks for its outcome before.
 */
export function setBack(state: RunState, atMs: number): RunState {
  if (!isSetBack(state, atMs)) return state;
  const byMs = atMs - state.nowMs;
  const move = <T extends number | null>(time: T): T => (time === null ? time : ((time + byMs) as T));
  return {
    ...state,
    nowMs: atMs,
    // A sample under way would be of two clocks: what it has seen by the other one would pass for newer than all that comes.
    rounds: state.rounds
      .filter((round) => round.purpose !== "verification")
      .map((round) => ({
        ...round,
        askedAtMs: new Map([...round.askedAtMs].map(([check, askedAtMs]) => [check, move(askedAtMs)])),
      })),
    steps: state.steps.map((step) => ({
      ...step,
      // Those that have a time of their own follow from how far the clock was set in all.
      dueAtMs: step.afterMs === null ? move(step.dueAtMs) : step.dueAtMs,
      recheckAtMs: move(step.recheckAtMs),
      trying: tryingSetBack(step.trying, byMs),
      notes: notesSetBack(step.notes, byMs),
    })),
    watch: { ...state.watch, nextAtMs: move(state.watch.nextAtMs) },
    proposals: state.proposals.map((proposal): Proposal => ({
      ...proposal,
      expiresAtMs: move(proposal.expiresAtMs),
      appliedAtMs: move(proposal.appliedAtMs),
      deadlineMs: move(proposal.deadlineMs),
      lease: leaseSetBack(proposal.lease, atMs, byMs),
      stage: stageSetBack(proposal.stage, atMs, byMs),
    })),
  };
}

/** It is renewed at once, and before anything is sent: until when it is held was told by the other clock. */
function leaseSetBack(lease: Proposal["lease"], atMs: number, byMs: number): Proposal["lease"] {
  if (lease?.kind !== "held") return lease;
  return { ...lease, untilMs: lease.untilMs + byMs, renewAtMs: atMs, hurryAtMs: atMs, for: 0 };
}

function stageSetBack(stage: Stage, atMs: number, byMs: number): Stage {
  switch (stage.kind) {
    case "changing": {
      const { attempt } = stage;
      if (attempt.phase.kind !== "reconciling") return stage;
      const { asking } = attempt.phase;
      const phase = { ...attempt.phase, asking: { ...asking, nextAtMs: asking.nextAtMs + byMs } };
      return { ...stage, attempt: { ...attempt, phase } };
    }
    case "completing":
      return { ...stage, nextAtMs: stage.nextAtMs + byMs };
    case "verifying":
      // When it completed was told by two clocks, of which one was wrong: the cluster is asked again.
      return { kind: "completing", polls: 0, nextAtMs: atMs, summary: null };
    default:
      return stage;
  }
}
