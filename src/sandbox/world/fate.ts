/** What a container writes when it fails; the values in quotes vary by line. */
export type Complaint = (draw: number) => string;

/** A pod that is ready and yet answers part of its lookups with errors. */
interface Souring {
  /** After the container's start: caches hide the trouble for so long. */
  readonly afterMs: number;
  /** Share of the lookups that this pod answers with an error, 0 to 1. */
  readonly errorShare: number;
  /** Value of the label error_type. */
  readonly errorType: string;
  readonly complaint: Complaint;
}

/** How a pod's container fares, decided by the fault for a pod and a time. */
export type Fate =
  | { readonly kind: "ready"; readonly readyAfterMs: number; readonly souring?: Souring }
  | { readonly kind: "not-ready"; readonly complaint: Complaint }
  | {
      readonly kind: "crash";
      /** From the container's start to its end. */
      readonly runsMs: number;
      /** It is ready from then on until its end; never, when left out. */
      readonly readyAfterMs?: number;
      readonly exitCode: number;
      readonly reason: "Error" | "OOMKilled";
      readonly complaint: Complaint;
    }
  | { readonly kind: "image"; readonly message: string }
  | { readonly kind: "config"; readonly message: string }
  | { readonly kind: "unschedulable"; readonly message: string }
  /** Admission takes no such pod: there is none, and its ReplicaSet says so. */
  | { readonly kind: "refused"; readonly message: string };
