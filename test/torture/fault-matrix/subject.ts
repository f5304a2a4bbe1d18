import type { JsonObject } from "../../../src/core/json.ts";
import type { ChangeQuestion } from "./change-question.ts";

/** Which of an environment's doors a subject stands behind. */
export type DoorName = "kubernetes" | "prometheus" | "alertmanager" | "flink" | "endpoint" | "kafka" | "shell";

/** A check, the reads of a change's plan, or what is asked about the change later: what the faults are brought to. */
export interface Subject {
  readonly kind: "probe" | "action";
  readonly type: string;
  /** As a page calls it where its type alone does not tell it from another; absent: its type. */
  readonly title?: string;
  readonly door: DoorName;
  readonly args: JsonObject;
  /** The check's own conditions, as a runbook would give them. */
  readonly expect?: { readonly fail?: string; readonly pass?: string };
  /** A fault of the sandbox in which, undisturbed, the check passes and the change can be planned. */
  readonly world: World;
  /** One in which the check fails: no fault may make a pass of that. */
  readonly sick?: World;
  /** Of a change that is planned: what is asked about it; absent: its plan. */
  readonly question?: ChangeQuestion;
}

export type World =
  | "none"
  | "job-not-running"
  | "backpressure"
  | "backpressure-adaptive"
  | "disk-pressure"
  | "unschedulable"
  | "bad-rollout"
  | "kv-store-down"
  | "checkpoints-failing"
  | "key-skew"
  | "consumer-stuck";
