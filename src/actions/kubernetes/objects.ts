import type { Json, JsonObject } from "../../core/json.ts";

/** The parts of the API's objects that actions read, as raw JSON: nothing is dropped on the way through. Times are RFC 3339. */
export interface ObjectMeta {
  readonly name: string;
  readonly namespace?: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation?: number;
  readonly creationTimestamp?: string | null;
  readonly deletionTimestamp?: string | null;
  readonly labels?: Labels;
  readonly annotations?: Labels;
  readonly ownerReferences?: readonly { readonly uid: string; readonly kind: string; readonly controller?: boolean }[];
  readonly managedFields?: readonly ManagedFields[];
}

export interface ManagedFields {
  readonly manager?: string;
  readonly operation?: string;
  readonly subresource?: string;
  readonly time?: string;
  readonly fieldsV1?: JsonObject;
}

export type Labels = { readonly [key: string]: string };

export interface ApiObject {
  readonly metadata: ObjectMeta;
}

export interface LabelSelector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[] | null;
  }[];
}

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastUpdateTime?: string | null;
  readonly lastTransitionTime?: string | null;
}

export interface Deployment extends ApiObject {
  readonly spec: {
    readonly replicas?: number;
    readonly selector: LabelSelector;
    readonly template: JsonObject;
    readonly paused?: boolean;
    readonly progressDeadlineSeconds?: number;
    readonly strategy?: {
      readonly type?: string;
      readonly rollingUpdate?: {
        readonly maxSurge?: string | number;
        readonly maxUnavailable?: string | number;
      } | null;
    };
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
    readonly conditions?: readonly Condition[];
  };
}

export interface ReplicaSet extends ApiObject {
  readonly spec: { readonly replicas?: number; readonly template: JsonObject };
}

export interface Pod extends ApiObject {
  readonly spec?: {
    readonly containers?: readonly { readonly ports?: readonly { readonly name?: string }[] }[];
  };
  readonly status?: { readonly phase?: string; readonly conditions?: readonly Condition[] };
}

export interface Service extends ApiObject {
  readonly spec: {
    readonly type?: string;
    readonly selector?: Labels | null;
    readonly ports?: readonly { readonly targetPort?: string | number }[];
  };
}

export interface EndpointSlice extends ApiObject {
  readonly endpoints?:
    | readonly {
        readonly addresses: readonly string[];
        readonly conditions?: { readonly ready?: boolean | null };
        readonly targetRef?: { readonly kind?: string; readonly uid?: string; readonly name?: string };
      }[]
    | null;
}

export interface Autoscaler extends ApiObject {
  readonly spec: {
    readonly scaleTargetRef: { readonly kind: string; readonly name: string };
    readonly minReplicas?: number;
    readonly maxReplicas: number;
  };
}

export interface DisruptionBudget extends ApiObject {
  readonly spec: { readonly selector?: LabelSelector | null };
  readonly status?: { readonly disruptionsAllowed?: number };
}

/** One operation of a JSON patch (RFC 6902). */
export type PatchOperation =
  | { readonly op: "add" | "replace" | "test"; readonly path: string; readonly value: Json }
  | { readonly op: "remove"; readonly path: string };
