import type { Json } from "../json.ts";
import type { Runbook } from "../runbook/runbook.ts";
import type { Origin } from "./handover.ts";

export type RunMode = "run" | "dry-run" | "drill";

/** Who approves or started: the operating-system user, the identity that the cluster sees, and the host. */
export interface Operator {
  readonly user: string;
  /** The Kubernetes identity; null where unknown. */
  readonly as: string | null;
  readonly host: string;
}

/** What a run is about: fixed when it starts, and carried by its first event. */
export interface RunIdentity {
  readonly id: string;
  readonly runbook: Runbook;
  readonly runbookHash: string;
  readonly environment: {
    readonly name: string;
    readonly protected: boolean;
    readonly readOnly: boolean;
    /** For the head line, e.g. "staging-eks/ml". */
    readonly place: string;
    /** What tells one cluster from another; part of every digest. */
    readonly cluster: string;
  };
  readonly mode: RunMode;
  readonly parameters: { readonly [name: string]: Json };
  /** The parameters whose value an alert's label alone says; absent: none. */
  readonly alertOnly?: readonly string[];
  /** Only these checks are asked; null means all. The others are `skipped`. */
  readonly only: readonly string[] | null;
  /** Each check's budget, its retries included, unless the check has its own. */
  readonly timeoutMs: number;
  readonly operator: Operator;
  /** The version of bigops that wrote it. */
  readonly version: string;
  /** The run that this one goes on with; absent: none. */
  readonly origin?: Origin;
}
