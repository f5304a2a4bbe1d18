import type { Evidence } from "../check/check-result.ts";
import type { Verdict } from "../check/verdict.ts";
import type { JsonObject } from "../json.ts";
import type { Change, Target, Write } from "../plan/plan.ts";
import type { ClusterIdentity } from "../run/cluster-identity.ts";
import type { Outcome } from "../run/outcome.ts";
import type { UndecidedCause } from "../runbook/undecided-causes.ts";
import type { RunMode } from "../run/run-identity.ts";

/** The one JSON document of a run, `bigops.run/v1`. Times are ISO 8601 in UTC. Fields are added, never renamed. */
export interface RunDocument {
  readonly schema: "bigops.run/v1";
  readonly run: {
    readonly id: string;
    readonly runbook: string;
    readonly title: string;
    readonly severity: string;
    readonly environment: string;
    readonly place: string;
    readonly mode: RunMode;
    readonly parameters: JsonObject;
    readonly operator: string;
    readonly startedAt: string;
    readonly endedAt: string | null;
    readonly recorded: boolean;
    /** No process holds it, and the last one did not say that it leaves: it was killed, or its machine is gone. Nothing goes on, and nobody is paged. */
    readonly abandoned: boolean;
    /** Approving demands typing the environment's name, on a terminal. */
    readonly protected: boolean;
    /** Nothing is ever applied in this environment. */
    readonly readOnly: boolean;
    /** The run that this one goes on with, and whether it was told that it is over; null: none. */
    readonly origin: OriginEntry | null;
    /** The run that goes on with this one elsewhere; null: none. */
    readonly successor: SuccessorEntry | null;
  };
  readonly outcome: Outcome;
  readonly exitCode: number;
  readonly checks: readonly CheckEntry[];
  readonly causes: readonly CauseEntry[];
  readonly unexplained: readonly string[];
  /** Causes that may account for these, of which it could not be told whether they hold. */
  readonly undecided: readonly UndecidedCause[];
  readonly proposals: readonly ProposalEntry[];
  /** Mitigations of causes that hold which cannot be planned, or are not proposed as their own requirement is not met; and why. */
  readonly unavailable: readonly { readonly id: string; readonly cause: string; readonly reason: string }[];
  readonly escalation: readonly EscalationEntry[];
  /** Who looks after it, so that nobody is paged any more; null: nobody said so. */
  readonly acknowledged: { readonly by: string; readonly host: string; readonly at: string } | null;
}

export interface OriginEntry {
  readonly run: string;
  /** Who had it. */
  readonly user: string;
  readonly host: string;
  /** What this run stands at: a run of a lower one is over. */
  readonly epoch: number;
  readonly fenced: boolean;
  /** Why it could not be told that it is over; null where it was, or has not been told yet. */
  readonly problem: string | null;
}

export interface SuccessorEntry {
  readonly run: string;
  readonly user: string;
  readonly host: string;
  readonly epoch: number;
}

export interface CheckEntry {
  readonly id: string;
  readonly title: string;
  readonly probe: string;
  readonly role: "symptom" | "evidence";
  /** false: left out by `--check`; then it is skipped, and counts for nothing. */
  readonly asked: boolean;
  readonly verdict: Verdict;
  readonly summary: string;
  readonly expected: string | null;
  readonly observed: JsonObject;
  readonly evidence: readonly Evidence[];
  readonly notes: readonly string[];
  readonly flip: string | null;
  readonly vantage: string;
  readonly equivalent: string;
  readonly error: { readonly code: string; readonly message: string; readonly hint: string } | null;
  readonly startedAt: string;
  readonly durationMs: number;
}

export interface CauseEntry {
  readonly id: string;
  readonly title: string;
  readonly because: string;
}

export type ProposalStatus =
  | "proposed"
  | "approved"
  | "declined"
  | "expired"
  | "applied"
  | "verified"
  | "not-helped"
  /** It broke what it must not break, and is in place. */
  | "regressed"
  | "rejected"
  | "unknown"
  | "undone";

export interface ProposalEntry {
  readonly id: string;
  readonly cause: string;
  readonly action: string;
  readonly because: string;
  readonly note: string | null;
  readonly digest: string | null;
  readonly expiresAt: string | null;
  readonly status: ProposalStatus;
  /** Why it stands as it does, where there is more to say than its status. */
  readonly reason: string | null;
  readonly undoes: string | null;
  readonly plan: {
    readonly summary: string;
    readonly target: Target;
    readonly writes: readonly Write[];
    readonly instructions: readonly string[];
    readonly changes: readonly Change[];
    readonly impact: readonly string[];
    readonly warnings: readonly string[];
    readonly equivalent: string;
    readonly undo: string | null;
  };
  /** Why it cannot be undone from here, though it has an inverse; null: it can, or has none. */
  readonly undoProblem: string | null;
  readonly approval: {
    readonly by: string;
    readonly as: string | null;
    /** Why `as` may be null: no cluster was asked, or it was and did not say. */
    readonly identity: ClusterIdentity;
    readonly host: string;
    readonly at: string;
  } | null;
  /** The lease on its target, as this run has it; null where it was not asked for. */
  readonly lease: LeaseEntry | null;
  readonly applied: { readonly at: string; readonly receipts: readonly JsonObject[] } | null;
  /** Something of it is in place, or may be; false: it is known that nothing is. */
  readonly mayBeApplied: boolean;
  /** What its change must not break. */
  readonly guards: readonly GuardEntry[];
  /** The samples that prove it; null while there are none to be taken, and of an undo, which its completion proves. */
  readonly verification: {
    readonly samples: number;
    readonly passes: number;
    readonly needed: number;
    readonly deadline: string | null;
  } | null;
}

/** A check that a change must not break. */
export interface GuardEntry {
  readonly check: string;
  /**
   * `waiting`: nothing that counts was seen after the change yet. `holds`, `failing`: by the latest look that counts, of which one that fails is no
   * regression yet. `regressed`: it passed before and fails since; `accepted`: so, and somebody kept the change. `unknown`: it passed before, and could
   * not be told after. `failed-before`, `unknown-before`: no measure of what the change does.
   */
  readonly status:
    | "waiting"
    | "holds"
    | "failing"
    | "regressed"
    | "accepted"
    | "unknown"
    | "failed-before"
    | "unknown-before";
  /** The last look before the change; before that, the diagnosis'. */
  readonly before: GuardLook | null;
  /** The latest look after it that counts, or else the latest. */
  readonly after: GuardLook | null;
  /** How many looks after it counted, and how many of them failed. */
  readonly samples: number;
  readonly failures: number;
}

export interface GuardLook {
  readonly verdict: Verdict;
  readonly summary: string;
  /** What would have flipped it. */
  readonly flip: string | null;
  readonly at: string;
}

/** The lease on a change's target: advice among those who use bigops. */
export interface LeaseEntry {
  /** The Lease of coordination.k8s.io that keeps it. */
  readonly namespace: string;
  readonly name: string;
  readonly status: "held" | "released" | "refused" | "lost" | "unavailable";
  /** Rises each time that somebody takes it; null where it is not ours. */
  readonly epoch: number | null;
  /** Until when it is held unless renewed. */
  readonly until: string | null;
  readonly holder: { readonly user: string; readonly host: string; readonly run: string } | null;
  /** Why it could not be had. */
  readonly reason: string | null;
}

export interface EscalationEntry {
  readonly after?: string;
  readonly when?: string;
  readonly page: string;
  readonly dueAt: string | null;
  readonly status: "waiting" | "paged" | "acknowledged" | "cancelled" | "unattended" | "failed";
  /** What came of it, so far. */
  readonly message: string | null;
  /** When it is tried again, while it waits after a failure that may pass and somebody keeps its clock; null otherwise. */
  readonly againAt: string | null;
  /** Why it could not be paged if it were due now, and what to do about it; null where nothing is known against it, or it is over. */
  readonly problem: string | null;
}
