import type { Json, JsonObject } from "../json.ts";
import type { LeaseAddress } from "./lease.ts";

/** Stands in a write's body where the resourceVersion read last thing before sending belongs. */
export const RESOURCE_VERSION = "${resourceVersion}";
/** Stands in a write's body where the mark of run and proposal belongs. */
export const MARK = "${mark}";
/** The annotation that carries the mark; the value is `<run>/<proposal>/<write>`. */
export const MARK_ANNOTATION = "bigops.dev/applied-by";

/** One mutating request, exactly as it will be sent but for the two placeholders. */
export interface Write {
  /** Unique in its plan; "1", "2", … */
  readonly id: string;
  readonly method: "PATCH" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly contentType: string;
  readonly body: Json;
  /** e.g. "deployment/feature-api in namespace ml" */
  readonly object: string;
  /** It only lays something ready: made alone, nothing that runs is another than before. */
  readonly harmless?: true;
  /** How long its answer may take, where a large body needs more than other requests. */
  readonly timeoutMs?: number;
}

export interface Change {
  /** e.g. "image" or "spec.selector.role" */
  readonly path: string;
  readonly from: Json;
  readonly to: Json;
}

export interface Target {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/** What an approval looks at besides the writes; compared again just before sending. null: does not apply. */
export interface Impact {
  /** Lines for the screen, e.g. "4 pods replaced, at least 3 keep serving". */
  readonly lines: readonly string[];
  /** The least number of ready pods that keep serving while it happens. */
  readonly keepServing: number | null;
  /** How many pods are wanted while it happens, where an autoscaler may move that; absent: nothing moves it. */
  readonly replicas?: number;
  /** false when a disruption budget allows no disruption now. */
  readonly budgetAllows: boolean | null;
}

/** What an action's `plan` returns after reading: all that a person approves. */
export interface Plan {
  readonly action: string;
  readonly summary: string;
  readonly target: Target;
  /** Tells the cluster from another one under the same URL; null: the URL alone does. Absent where nothing is to be approved. */
  readonly clusterUid?: string | null;
  /** Where the environment has the server that it is made on, for what is no cluster's own; absent where the cluster tells. */
  readonly server?: string;
  /** Where the lease on the target is kept; absent where there is none to be had. */
  readonly lease?: LeaseAddress;
  /** Hash of uid and of the fields that the plan reads or writes; not of what autoscalers and status move. */
  readonly identity: string;
  /** Empty for a manual action: the operator does it, `instructions` says what. */
  readonly writes: readonly Write[];
  readonly instructions: readonly string[];
  readonly changes: readonly Change[];
  readonly impact: Impact;
  readonly warnings: readonly string[];
  readonly equivalent: string;
  /** How it can be undone, in words; null: it cannot. */
  readonly undo: string | null;
  /** The inverse needs a text that is kept beside the run which makes the change, and nowhere else; absent: it does not. */
  readonly undoBesideRun?: true;
  /** What the inverse needs later; refers to what the server keeps, no secret values. */
  readonly before: JsonObject;
  /** How long the change may take to complete, seconds (for Deployments the progress deadline). */
  readonly completionSeconds: number;
}
