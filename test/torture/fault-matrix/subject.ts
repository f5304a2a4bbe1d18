import type { JsonObject } from "../../../src/core/json.ts";

/** Which of an environment's doors a subject stands behind. */
export type DoorName = "kubernetes" | "prometheus" | "alertmanager" | "flink" | "endpoint" | "kafka" | "shell";

/** A check, or the reads of a change: what the faults are brought to. */
export interface Subject {
  readonly kind: "probe" | "action";
  readonly type: string;
  readonly door: DoorName;
  readonly args: JsonObject;
  /** The check's own conditions, as a runbook would give them. */
  readonly expect?: { readonly fail?: string; readonly pass?: string };
  /** A fault of the sandbox in which, undisturbed, the check passes and the change can be planned. */
  readonly world: World;
  /** One in which the check fails. */
  readonly sick?: World;
}

export type World =
  | "none"
  | "job-not-running"
  | "unschedulable"
  | "bad-rollout"
  | "kv-store-down"
  | "checkpoints-failing"
  | "key-skew"
  | "consumer-stuck";
