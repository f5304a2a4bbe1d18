import type { z } from "zod";
import type { Doors } from "../clients/doors.ts";
import type { JsonObject } from "../core/json.ts";
import type { Permission } from "../core/preflight/permission.ts";
import type { Thing } from "../core/preflight/thing.ts";
import type { Plan, Write } from "../core/plan/plan.ts";
import type { Progress, Receipt } from "../core/run/event.ts";

/** Where texts are kept that no server keeps and no journal holds: beside the run, on this machine alone. */
export interface KeptTexts {
  /** Resolves with the keyed hash by which it is found again, once it is on disk. Rejects with PlanRefusal where it may not, or cannot be kept. */
  keep(text: string): Promise<string>;
  /** null: it is not here. */
  read(keyedHash: string): Promise<string | null>;
}

export interface ActionContext {
  readonly doors: Doors;
  readonly nowMs: number;
  readonly signal: AbortSignal;
  /** Absent where nothing will be made or undone. */
  readonly kept?: KeptTexts;
}

interface InverseContext extends ActionContext {
  /** The plan that was shown, when it is made again after the approval: what a plan chooses freely (a time) stays as it was shown. */
  readonly shown?: Plan | null;
}

interface PlanContext extends InverseContext {
  /** When it began to hurt, as the diagnosis saw it, milliseconds since the epoch; null where that is unknown. */
  readonly onsetAtMs: number | null;
  /** The arguments whose value nobody but an alert's label says, each with the parameter that sets it; absent: none. */
  readonly alertOnly?: Readonly<Record<string, string>>;
}

/** The facts that one attempt of a write rests on, read last thing before the intent is recorded. */
export type Prepared =
  | { readonly ready: true; readonly resourceVersion: string | null; readonly detail: JsonObject }
  /**
   * The object is no longer what was approved, or could not be read. `waiting`: what the write before it set in motion has not ended yet; asked
   * again. `unchanged`: it has failed by itself, and all is as it was.
   */
  | { readonly ready: false; readonly reason: string; readonly waiting?: true; readonly unchanged?: true };

export interface SendOrder {
  readonly plan: Plan;
  readonly write: Write;
  readonly resourceVersion: string | null;
  readonly mark: string;
  readonly detail: JsonObject;
}

/**
 * What a refusal says of the days to come. `unfit`: what the arguments (of an inverse: the recorded plan) name is not there, or can never be so; waiting
 * does not help, somebody must mend one or the other. `unsaid`: they leave a value open, and nothing that is there says it. `not-now`: at another time it
 * could be made; there is nothing to do, or something is in the way. `unknown`: what decides it could not be read.
 */
export type RefusalKind = "unfit" | "unsaid" | "not-now" | "unknown";

/** Why no plan can be made: paused, nothing to roll back to, … or, for an inverse, that somebody changed the fields since. */
export class PlanRefusal extends Error {
  override readonly name = "PlanRefusal";
  readonly kind: RefusalKind;
  constructor(kind: RefusalKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

/**
 * One change a file; `ls src/actions` is the complete list of what bigops can do to production. The same keys in the same order everywhere:
 * `type`, `title`, `args` (strict zod object, each field described), `example` (YAML of a mitigation), `plan` (only reads), `rehearse` (the server's own dry run),
 * `prepare`, `apply` (sends exactly one approved write, placeholders filled), `reconcile` (after a lost answer), `progress`, `inverse` (null: there is none).
 */
export interface Action<Args = unknown> {
  readonly type: string;
  readonly title: string;
  readonly args: z.ZodType<Args>;
  readonly example: string;
  /** Rejects with PlanRefusal or ClientError. */
  plan(args: Args, context: PlanContext): Promise<Plan>;
  /** Confirms each write by the server's dry run; rejects with ClientError. Resolves with warnings of the server. */
  rehearse(plan: Plan, context: ActionContext): Promise<readonly string[]>;
  prepare(plan: Plan, write: Write, context: ActionContext): Promise<Prepared>;
  apply(order: SendOrder, context: ActionContext): Promise<Receipt>;
  reconcile(
    order: SendOrder,
    context: ActionContext,
  ): Promise<{ readonly found: "applied" | "not-applied" | "unknown"; readonly message: string }>;
  progress(plan: Plan, receipts: readonly JsonObject[], context: ActionContext): Promise<Progress>;
  /** What it rests on beside what its plan reads first; for a preflight. Rejects with ClientError. */
  things?(args: Args, context: ActionContext): Promise<readonly Thing[]>;
  /** What the API server must allow for its change; absent: it asks none. */
  permissions?(args: Args): readonly Permission[];
  inverse: ((plan: Plan, receipts: readonly JsonObject[], context: InverseContext) => Promise<Plan>) | null;
}
