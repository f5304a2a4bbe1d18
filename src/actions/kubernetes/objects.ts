import type * as api from "../../clients/kubernetes-objects/api-objects.ts";
import type { Json, JsonObject } from "../../core/json.ts";

export type { Condition, Labels } from "../../clients/kubernetes-objects/api-objects.ts";

/** What actions need of the API's objects besides what reading alone does: what guards a write, and who wrote what when. */
interface ObjectMeta extends api.ObjectMeta {
  readonly resourceVersion: string;
  readonly managedFields?: readonly ManagedFields[];
}

interface ManagedFields {
  readonly manager?: string;
  readonly operation?: string;
  readonly subresource?: string;
  readonly time?: string;
  readonly fieldsV1?: JsonObject;
}

export interface ApiObject {
  readonly metadata: ObjectMeta;
}

export interface Deployment extends api.Deployment {
  readonly metadata: ObjectMeta;
  readonly spec: api.Deployment["spec"] & {
    readonly progressDeadlineSeconds?: number;
    readonly minReadySeconds?: number;
  };
}

export type ReplicaSet = api.ReplicaSet;

export interface Pod extends api.Pod {
  readonly spec?: {
    readonly containers?: readonly { readonly name: string; readonly ports?: readonly { readonly name?: string }[] }[];
  };
}

export interface Service extends api.Service {
  readonly metadata: ObjectMeta;
}

export interface ConfigMap extends ApiObject {
  readonly metadata: ObjectMeta;
  readonly data?: { readonly [key: string]: string };
  readonly immutable?: boolean;
}

export interface EndpointSlice extends api.EndpointSlice {
  readonly metadata: ObjectMeta;
}

export interface Autoscaler extends ApiObject {
  readonly spec: {
    readonly scaleTargetRef: { readonly kind: string; readonly name: string };
    readonly minReplicas?: number;
    readonly maxReplicas: number;
  };
}

export interface DisruptionBudget extends ApiObject {
  readonly spec: { readonly selector?: api.LabelSelector | null };
  readonly status?: { readonly disruptionsAllowed?: number };
}

/** One operation of a JSON patch (RFC 6902). */
export type PatchOperation =
  | { readonly op: "add" | "replace" | "test"; readonly path: string; readonly value: Json }
  | { readonly op: "remove"; readonly path: string };
