import type { CheckResult } from "../check/check-result.ts";
import type { CauseFinding } from "../runbook/diagnosis.ts";
import type { Attendance } from "./event.ts";
import type { Fence, Successor } from "./handover.ts";
import type { Outcome } from "./outcome.ts";
import type { Proposal } from "./proposal.ts";
import type { Operator, RunIdentity } from "./run-identity.ts";
import type { Step } from "./step.ts";

/**
 * What a set of checks is sampled for: `diagnosis` decides, `recheck` comes between approval and change, `verification` after a change,
 * `watch` looks whether the symptoms went away by themselves, `overdue` precedes a late page.
 */
export type Purpose = "diagnosis" | "recheck" | "verification" | "watch" | "overdue";

/** One sampling of some checks; over when each has a result. */
export interface Round {
  readonly id: string;
  readonly purpose: Purpose;
  /** In the order of the runbook. */
  readonly checks: readonly string[];
  readonly results: ReadonlyMap<string, CheckResult>;
  /** When each check that may be asked was first wanted, milliseconds since the epoch. */
  readonly askedAtMs: ReadonlyMap<string, number>;
}

/** What the latest complete diagnosis found. */
export interface Diagnosis {
  readonly results: ReadonlyMap<string, CheckResult>;
  readonly health: Health;
  readonly causes: readonly CauseFinding[];
  readonly unexplained: readonly string[];
  readonly completedAtMs: number;
}

/** What the symptoms say together: one that fails is a problem; else one that cannot be told leaves it open. */
export type Health = "healthy" | "problem" | "inconclusive";

/** Sampling of the symptoms while a person decides. */
export interface Watch {
  readonly rounds: number;
  readonly passes: number;
  readonly nextAtMs: number;
}

export interface Session {
  readonly id: string;
  readonly attendance: Attendance;
  /** By target of the escalation: why it cannot be paged, and what to do about it. */
  readonly unpageable?: Readonly<Record<string, string>>;
}

export interface Acknowledgement {
  readonly by: Operator;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
}

/** A run's state: the fold of its events. Nothing here is stored but the events. */
export interface RunState {
  readonly run: RunIdentity;
  readonly startedAtMs: number;
  /** The latest time of an event: what the run goes by, which stands still where a clock was set back by a little. */
  readonly nowMs: number;
  /** The time of the latest event as it was stamped: behind `nowMs` while that stands still. */
  readonly stampedAtMs: number;
  /** How far the wall clock was set in all since the run began, as far as it was noticed: forward positive, milliseconds. A sleep counts as such. */
  readonly clockSetMs: number;
  readonly session: Session | null;
  /** How many diagnoses were begun; names rounds and later proposals. */
  readonly cycle: number;
  /** Rounds under way, at most one of each purpose. */
  readonly rounds: readonly Round[];
  readonly diagnosis: Diagnosis | null;
  /** false: the diagnosis under way is only to show the end; nothing more is proposed. */
  readonly mayPropose: boolean;
  readonly proposals: readonly Proposal[];
  readonly steps: readonly Step[];
  /** The latest complete look at the symptoms since the diagnosis: a sample after a change, or of the watch. */
  readonly sampled: ReadonlyMap<string, CheckResult>;
  /** Who took it upon themselves to look after the trouble: nobody is paged any more. null: nobody yet. */
  readonly acknowledgement: Acknowledgement | null;
  /** How many answers the operator gave; the same question asked again is another one. */
  readonly answers: number;
  readonly watch: Watch;
  /** What became of telling the runs that this one goes on with; null: not told yet, or there are none. */
  readonly fence: Fence | null;
  /** The run that goes on with this one elsewhere. */
  readonly successor: Successor | null;
  readonly left: "interrupted" | "quit" | null;
  readonly ended: { readonly outcome: Outcome; readonly atMs: number } | null;
}
