import type { Json, JsonObject } from "../json.ts";

/** A runbook after parsing and validation: plain data with every default filled in. Ids are kebab-case. */
export interface Runbook {
  readonly name: string;
  readonly title: string;
  readonly severity: Severity;
  readonly alerts: readonly RunbookAlert[];
  readonly symptoms: readonly string[];
  readonly parameters: { readonly [name: string]: Parameter };
  /** Named conditions, by id; usable in every condition with hyphens as underscores, as causes are. */
  readonly define?: { readonly [id: string]: string };
  readonly investigation: readonly Check[];
  readonly causes: readonly Cause[];
  readonly mitigation: readonly Mitigation[];
  readonly escalation: readonly EscalationStep[];
  readonly verification: Verification;
}

/** P1 pages at once, P4 waits for the next business day. */
export type Severity = "P1" | "P2" | "P3" | "P4";

/** An alert that the runbook answers. A run that it began takes its severity. */
export interface RunbookAlert {
  readonly name: string;
  readonly severity: Severity;
  /** Only alerts that have all of these labels; empty: whatever their labels are. */
  readonly labels: { readonly [label: string]: string };
}

export interface Parameter {
  readonly type: "string" | "integer" | "number" | "boolean" | "duration";
  /** Absent: the parameter must be given, unless `optional`; null: may stay away. Durations as written, e.g. "2m". */
  readonly default: Json;
  readonly required: boolean;
  readonly description: string | null;
  /** The alert label that fills it in; absent: the one of its own name, but for those that Prometheus writes on all that it scrapes. */
  readonly label?: string;
}

export interface Check {
  readonly id: string;
  readonly title: string;
  readonly role: "symptom" | "evidence";
  /** The probe's type, e.g. "kubernetes.pods". */
  readonly probe: string;
  /** Arguments as written, with `{{ parameter }}` not yet filled in. */
  readonly args: JsonObject;
  /** CEL over the check's own `observed`; either may be absent, then the probe's own judgement stands. */
  readonly expect: {
    readonly pass: string | null;
    readonly fail: string | null;
    readonly warn: string | null;
  };
  /** null: the run's. */
  readonly timeoutMs: number | null;
  readonly retries: number;
  readonly needs: readonly string[];
}

export interface Cause {
  readonly id: string;
  readonly title: string;
  /** CEL over the checks; hyphens of ids written as underscores. */
  readonly when: string;
  /** A sentence with `{{ check.field }}` and `{{ parameter }}` places. */
  readonly because: string;
  /** The symptoms that it accounts for while it holds, and while `when` (null: always) does; absent: the symptoms that its condition reads. */
  readonly explains?: readonly { readonly check: string; readonly when: string | null }[];
}

export interface Mitigation {
  readonly id: string;
  readonly for: readonly string[];
  /** The mitigation whose plan must have been refused, for the same cause, before this one is planned; absent: it comes by itself. */
  readonly insteadOf?: string;
  /** The action's type, e.g. "kubernetes.rollout-undo". */
  readonly action: string;
  readonly args: JsonObject;
  /** CEL: what must hold before it may be proposed; null: nothing. */
  readonly requires: string | null;
  /** Checks that must pass afterwards, besides the symptoms. */
  readonly verify: readonly string[];
  /** Checks that must not begin to fail by it: sampled before and after; absent: none. */
  readonly guard?: readonly string[];
  /** Said with the proposal, e.g. that a restart is only relief; null: nothing. */
  readonly note: string | null;
  /** Said instead of `note` when it is proposed for this cause. */
  readonly notes?: { readonly [cause: string]: string };
}

export interface EscalationStep {
  /** Exactly one of the two: time since the start, or a condition over the checks. */
  readonly afterMs: number | null;
  readonly when: string | null;
  readonly page: string;
}

/** How recovery is proved; durations may name a parameter, so they are filled in when the run starts. */
export interface Verification {
  readonly passes: number;
  readonly interval: string;
  /** How long recovery may take once the change has completed, e.g. until a backlog is read; absent: no longer than the samples need. */
  readonly within?: string;
}
