import type { Check } from "../runbook/runbook.ts";
import type { Plan, Target, Write } from "../plan/plan.ts";
import type { LeaseAddress, LeaseHolder, PastChange } from "../plan/lease.ts";
import type { JsonObject } from "../json.ts";
import type { PlanStage } from "./event.ts";

/**
 * What the core wants done. `id` is derived from the state, so that the same wish has the same id after a replay;
 * the driver performs each once and feeds back the event named in the comment. An effect that disappears from the
 * wishes is withdrawn: the driver aborts it and drops what it would have said.
 */
export type Effect = { readonly id: string } &
  /** → checked */
  (
    | {
        readonly type: "check";
        readonly round: string;
        readonly check: Check;
        readonly budgetMs: number;
      }
    /** → planned | plan-failed. `undoes` names the applied proposal when this is an inverse. */
    | {
        readonly type: "plan";
        readonly proposal: string;
        readonly stage: PlanStage;
        /** Which of the proposal's rechecks it is made for; the answer names it too. 0 where it is made to be proposed. */
        readonly recheck: number;
        readonly action: string;
        readonly args: JsonObject;
        /** The arguments whose value an alert's label alone says, each with its parameter; absent: none. */
        readonly alertOnly?: Readonly<Record<string, string>>;
        readonly onsetAtMs: number | null;
        /** The plan that was approved, when it is made again: what a plan chooses freely stays as it was shown. */
        readonly shown: Plan | null;
        readonly undoes: { readonly plan: Plan; readonly receipts: readonly JsonObject[] } | null;
      }
    /** → approved | declined | escalated | left. Only asked of a terminal. */
    | { readonly type: "prompt"; readonly proposals: readonly string[] }
    /** → leased | superseded. Advice to others who would change the same target: taken before the first write, renewed, released. */
    | {
        readonly type: "lease";
        readonly op: "take" | "renew" | "release";
        readonly proposal: string;
        readonly address: LeaseAddress;
        readonly target: Target;
        readonly by: Pick<LeaseHolder, "user" | "host" | "run" | "runbook">;
        /** The runs whose lease it may take over: those that this one goes on with. */
        readonly over: readonly string[];
        /** What it was held as; 0 where it is to be taken. */
        readonly epoch: number;
        /** What its history is to say of this change; null while nothing was changed. */
        readonly change: PastChange | null;
      }
    /** → fenced. Tells the runs that this one goes on with that they are over; before anything goes out. */
    | {
        readonly type: "fence";
        /** The lowest epoch that it may be. */
        readonly epoch: number;
      }
    /** → intended | withheld | superseded. Reads the object last thing, checks that it is still the approved one. */
    | {
        readonly type: "prepare";
        readonly proposal: string;
        readonly write: Write;
        readonly attempt: number;
        readonly plan: Plan;
      }
    /** → received. The only effect that changes anything. */
    | {
        readonly type: "send";
        readonly proposal: string;
        readonly write: Write;
        readonly attempt: number;
        readonly plan: Plan;
        readonly resourceVersion: string | null;
        readonly mark: string;
        readonly notAfterMs: number;
        readonly detail: JsonObject;
      }
    /** → reconciled. After a lost answer: asks the live system whether the mark is there. Never before `notBeforeMs`. */
    | {
        readonly type: "reconcile";
        readonly proposal: string;
        readonly write: Write;
        readonly attempt: number;
        readonly plan: Plan;
        readonly resourceVersion: string | null;
        readonly mark: string;
        readonly notBeforeMs: number;
      }
    /** → progressed */
    | {
        readonly type: "progress";
        readonly proposal: string;
        readonly plan: Plan;
        readonly receipts: readonly JsonObject[];
      }
    /** → paged | superseded */
    | {
        readonly type: "page";
        readonly step: number;
        readonly note: "page" | "acknowledge" | "resolve";
        readonly target: string;
        readonly dedupKey: string;
        readonly late: boolean;
      }
  );

export type EffectOf<T extends Effect["type"]> = Extract<Effect, { type: T }>;

/** Effects whose cause must be on disk (synced) before they are performed. */
export function needsDisk(effect: Effect): boolean {
  return effect.type === "send" || effect.type === "page";
}
