import type { Impact, Plan } from "../plan/plan.ts";
import type { LeaseFacts } from "../plan/lease.ts";
import type { JsonObject } from "../json.ts";
import type { Guard } from "./guard.ts";
import type { Lease } from "./lease.ts";
import type { Operator } from "./run-identity.ts";

export interface Approval {
  readonly by: Operator;
  readonly atMs: number;
  /** The run that it was given in, where this one goes on with it: nothing more is sent on it. Absent: this one. */
  readonly run?: string;
}

/** One write on its way. `intended` is on disk; only its own session may send it, any other asks the live system. */
export interface Attempt {
  readonly write: number;
  /** Which of all attempts at the proposal's writes, from 1; answers name it, and one to an earlier attempt is none to this. */
  readonly number: number;
  /** Which one at this write since all was last looked at, from 1. */
  readonly turn: number;
  readonly phase:
    | { readonly kind: "preparing" }
    | ({ readonly kind: "intended" } & Intent)
    | ({ readonly kind: "reconciling"; readonly asking: Asking; readonly otherwise?: Unmade } & Intent);
}

/** How a change ends that was not made. */
export interface Unmade {
  readonly kind: "refused" | "rejected";
  readonly reason: string;
}

/** An attempt whose answer was lost, and of which the live system knew nothing when it was asked: it may still arrive. */
export interface Straggler extends Pick<Attempt, "write" | "number"> {
  readonly intent: Intent;
}

interface Intent {
  readonly session: string;
  readonly resourceVersion: string | null;
  readonly notAfterMs: number;
  readonly detail: JsonObject;
}

/** How often this process asked the live system in vain, why the last time, and when it asks again. */
export interface Asking {
  readonly unanswered: number;
  readonly message: string | null;
  readonly nextAtMs: number;
}

/** The proof that a change helped: samples that count begin after `completedAtMs`. */
export interface Proof {
  readonly completedAtMs: number;
  readonly samples: number;
  readonly passes: number;
  /** After how many of the samples it was looked whether the change is still in place. */
  readonly looked: number;
  /** When each check's latest sample that counted was taken. */
  readonly countedAtMs: Readonly<Record<string, number>>;
  /** How many samples were the ones from before, told again. */
  readonly stale: number;
  readonly nextAtMs: number;
}

/** Where a proposal stands; each stage carries just what it needs. */
export type Stage =
  | { readonly kind: "planning" }
  /** `flaps`: it could be made, and was twice already, which did not last. */
  | { readonly kind: "unavailable"; readonly reason: string; readonly flaps?: true }
  | { readonly kind: "offered" }
  | { readonly kind: "declined" }
  /** `reason`: its time was over; null: a newer diagnosis or an undo came in its place. */
  | { readonly kind: "expired"; readonly reason: string | null }
  | {
      readonly kind: "rechecking";
      readonly attempt: number;
      readonly plan: Plan | null;
      readonly failure: string | null;
      /** Why it is not made; the object is asked once more, to tell by whom it was changed meanwhile. null: that is not decided. */
      readonly moved: string | null;
    }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "changing"; readonly attempt: Attempt }
  | { readonly kind: "completing"; readonly polls: number; readonly nextAtMs: number; readonly summary: string | null }
  | { readonly kind: "verifying"; readonly proof: Proof }
  /** `proof` is null of an inverse: its completion proves it, and no sample. */
  | { readonly kind: "verified"; readonly proof: Proof | null }
  /** It broke a guard, and is in place. */
  | { readonly kind: "regressed"; readonly reason: string; readonly proof: Proof }
  | { readonly kind: "not-helped"; readonly reason: string; readonly proof: Proof | null }
  | { readonly kind: "rejected"; readonly reason: string }
  | { readonly kind: "unknown"; readonly reason: string }
  | { readonly kind: "undone"; readonly by: string };

/** A change that could help, from its plan to its proof. */
export interface Proposal {
  /** The mitigation's id; with the cycle where it comes again; `undo-<id>` for an inverse. */
  readonly id: string;
  readonly cycle: number;
  readonly mitigation: string | null;
  /** The proposal that this one takes back. */
  readonly undoes: string | null;
  readonly cause: string;
  readonly because: string;
  readonly action: string;
  readonly args: JsonObject;
  readonly note: string | null;
  readonly plan: Plan | null;
  readonly impact: Impact | null;
  readonly digest: string | null;
  readonly expiresAtMs: number | null;
  readonly approval: Approval | null;
  readonly appliedAtMs: number | null;
  readonly receipts: readonly JsonObject[];
  /** How often its checks were gathered again. */
  readonly rechecks: number;
  /** How many attempts at its writes were begun. */
  readonly attempts: number;
  /** The latest that may still arrive: before the change is called not made, it is asked about once more. null: there is none. */
  readonly straggler: Straggler | null;
  /** How many samples of its proof were begun; one that was dropped keeps its number, since answers to it may still come. */
  readonly looks: number;
  /** What it must not break; empty until the last look before its change. */
  readonly guards: readonly Guard[];
  /** When the change must have been proved, milliseconds since the epoch. */
  readonly deadlineMs: number | null;
  /** What is known of others who change the same target; null where nothing was asked. */
  readonly rivals: LeaseFacts | null;
  /** null: not asked for yet, by the process that holds the run. */
  readonly lease: Lease | null;
  readonly stage: Stage;
}

/** Between approval and proof: nothing else may be approved. */
export function isUnderWay(proposal: Proposal): boolean {
  return ["rechecking", "changing", "completing", "verifying"].includes(proposal.stage.kind);
}

/** At least one of its writes is known to be in place. */
export function wasApplied(proposal: Proposal): boolean {
  return proposal.appliedAtMs !== null;
}

/** Some of its writes are in place, or may be: of what is known not to be sent, or not to be taken, nothing is. */
export function mayBeApplied({ stage, receipts, straggler, appliedAtMs }: Proposal): boolean {
  if (stage.kind === "unknown") return true;
  if (["refused", "rejected", "undone"].includes(stage.kind)) return false;
  if (stage.kind === "changing" && stage.attempt.phase.kind !== "preparing") return true;
  return appliedAtMs !== null || receipts.length > 0 || straggler !== null;
}
