import type { CheckResult } from "../check/check-result.ts";
import type { Plan } from "../plan/plan.ts";
import type { LeaseFacts, LeaseHolder } from "../plan/lease.ts";
import type { JsonObject } from "../json.ts";
import type { Fence, Origin, Successor } from "./handover.ts";
import type { Operator, RunIdentity } from "./run-identity.ts";

/**
 * How a process that holds the run attends to it: a terminal asks, `wait` stays for approvals from elsewhere, `none` leaves when only a person
 * could go on; a `visitor` only says something (an acknowledgement) and starts nothing.
 */
export type Attendance = "terminal" | "wait" | "none" | "visitor";

/** How a sent write ended. `conflict` and `rejected` prove that nothing was applied; `lost` proves nothing. */
export type Receipt =
  | {
      readonly outcome: "applied";
      readonly atMs: number;
      readonly resourceVersion: string | null;
      readonly detail: JsonObject;
    }
  | { readonly outcome: "conflict"; readonly message: string }
  | { readonly outcome: "rejected"; readonly message: string }
  | { readonly outcome: "not-sent"; readonly message: string }
  | { readonly outcome: "lost"; readonly message: string };

/** What became of asking for the lease on a change's target. */
export type LeaseAnswer =
  | {
      readonly outcome: "held";
      /** Rises each time that somebody takes it. */
      readonly epoch: number;
      /** By the clock here, milliseconds since the epoch. */
      readonly untilMs: number;
      /** Its history tells of this change by now. */
      readonly noted?: true;
      /** What it said when it was taken. */
      readonly facts?: LeaseFacts;
    }
  /** `refused`: somebody else has it. `lost`: somebody else has taken it from us. */
  | { readonly outcome: "refused" | "lost"; readonly by: LeaseHolder | null }
  | { readonly outcome: "unavailable"; readonly reason: string; readonly forbidden?: true }
  | { readonly outcome: "released" };

/** The state of a change that was made: whether what it set in motion has come to its end. */
export interface Progress {
  readonly complete: boolean;
  /** When it completed at the source, milliseconds since the epoch; null while it has not. */
  readonly completedAtMs: number | null;
  /** Set when it cannot complete any more (progress deadline exceeded, edited by somebody else). */
  readonly failed: string | null;
  readonly summary: string;
}

/**
 * Everything that can happen to a run. Events carry facts and the recorded verdicts; state is a fold over them.
 * `atMs` is wall-clock time in milliseconds since the epoch, given by the driver. A run that is `started` goes on with none: one that does is told by
 * `handed-over`.
 */
export type RunEvent = { readonly atMs: number } & (
  | { readonly type: "started"; readonly run: Omit<RunIdentity, "origin"> }
  /** Another run, under its own name, goes on with what happened up to here: the events before this one are another run's. */
  | {
      readonly type: "handed-over";
      readonly run: Pick<RunIdentity, "id" | "environment" | "operator" | "version">;
      readonly from: Omit<Origin, "runs">;
    }
  /** The runs that this one goes on with were told, or could not be. */
  | { readonly type: "fenced"; readonly fence: Fence }
  /** Another run goes on with this one, elsewhere. */
  | { readonly type: "superseded"; readonly by: Successor }
  /** A process took the run: the first time, or after a crash or Ctrl-C. What an earlier session had in flight is lost to it. */
  | {
      readonly type: "session";
      readonly session: string;
      readonly attendance: Attendance;
      /** The escalation's targets that cannot be paged from where this process is, and why. */
      readonly unpageable?: Readonly<Record<string, string>>;
    }
  /** Time passed. `jumpedMs`: how far the wall clock left the monotonic one (sleep, clock step) since the last event. */
  | { readonly type: "woke"; readonly jumpedMs: number }
  | {
      readonly type: "checked";
      readonly round: string;
      readonly check: string;
      readonly result: CheckResult;
    }
  /** `recheck`: which of the proposal's rechecks it was made for, from 1; 0 where it was made to be proposed. */
  | {
      readonly type: "planned";
      readonly proposal: string;
      readonly stage: PlanStage;
      readonly recheck: number;
      readonly plan: Plan;
      /** What the lease on the target says of others; absent where there is none, or it may not be read. */
      readonly rivals?: LeaseFacts;
    }
  | {
      readonly type: "plan-failed";
      readonly proposal: string;
      readonly stage: PlanStage;
      readonly recheck: number;
      readonly reason: string;
      readonly rivals?: LeaseFacts;
    }
  | { readonly type: "approved"; readonly digest: string; readonly by: Operator }
  | { readonly type: "declined"; readonly proposal: string; readonly by: Operator }
  | { readonly type: "leased"; readonly proposal: string; readonly lease: LeaseAnswer }
  | {
      readonly type: "intended";
      readonly proposal: string;
      readonly write: string;
      readonly attempt: number;
      readonly resourceVersion: string | null;
      readonly notAfterMs: number;
      readonly detail: JsonObject;
    }
  /** Reading before sending showed another object than the one that was approved, or could not be done. */
  | {
      readonly type: "withheld";
      readonly proposal: string;
      readonly write: string;
      readonly attempt: number;
      readonly reason: string;
      /** What the writes before it set in motion has failed by itself, and all is as it was. */
      readonly unchanged?: true;
    }
  | {
      readonly type: "received";
      readonly proposal: string;
      readonly write: string;
      readonly attempt: number;
      readonly receipt: Receipt;
    }
  /** What the live system says of a write whose answer was lost; `unanswered`: it could not be asked, which says nothing. */
  | {
      readonly type: "reconciled";
      readonly proposal: string;
      readonly write: string;
      readonly attempt: number;
      readonly found: "applied" | "not-applied" | "unknown" | "unanswered";
      readonly message: string;
    }
  | { readonly type: "progressed"; readonly proposal: string; readonly progress: Progress }
  | { readonly type: "undo-requested"; readonly proposal: string; readonly by: Operator }
  /** The operator asked to page the next waiting step now. */
  | { readonly type: "escalated"; readonly by: Operator }
  /** `again`: it failed in a way that may pass (no answer, too many requests, the pager's own trouble), and may be sent once more. */
  | {
      readonly type: "paged";
      readonly step: number;
      readonly note: "page" | "acknowledge" | "resolve";
      readonly ok: boolean;
      readonly message: string;
      readonly again?: true;
    }
  | { readonly type: "acknowledged"; readonly by: Operator }
  /** The holder leaves; the run stays open. */
  | { readonly type: "left"; readonly reason: "interrupted" | "quit" }
);

/** A plan is made to propose it, made again after the approval, and made for the inverse of an applied proposal. */
export type PlanStage = "propose" | "recheck";

export type EventOf<T extends RunEvent["type"]> = Extract<RunEvent, { type: T }>;

/** An event before the driver has stamped it with the time. */
export type RunEventBody = RunEvent extends infer E ? (E extends RunEvent ? Omit<E, "atMs"> : never) : never;
