import { shellQuote } from "../../core/text/shell-quote.ts";
import type { Json, JsonObject } from "../../core/json.ts";
import type { Target, Write } from "../../core/plan/plan.ts";
import { PlanRefusal } from "../action.ts";
import { guardedPatch, JSON_PATCH } from "./guarded-patch.ts";
import type { ApiObject, Deployment, PatchOperation } from "./objects.ts";
import { deploymentPath } from "./resource-paths.ts";

/** "deployment/feature-api in namespace ml" */
function objectName(kind: string, { name, namespace }: { readonly name: string; readonly namespace: string }): string {
  return `${kind.toLowerCase()}/${name} in namespace ${namespace}`;
}

export function targetOf(kind: string, namespace: string, { metadata }: ApiObject): Target {
  return { kind, namespace, name: metadata.name, uid: metadata.uid };
}

/** The one write of a plan that patches an object: "1". */
export function patchWrite(
  kind: string,
  namespace: string,
  path: string,
  object: ApiObject,
  operations: readonly PatchOperation[],
  annotations: { readonly [key: string]: string | null } = {},
): Write {
  const body: Json = guardedPatch(object, operations, annotations);
  const name = objectName(kind, { name: object.metadata.name, namespace });
  return { id: "1", method: "PATCH", path, contentType: JSON_PATCH, body, object: name };
}

export function deploymentWrite(
  namespace: string,
  deployment: Deployment,
  operations: readonly PatchOperation[],
  annotations: { readonly [key: string]: string | null } = {},
): Write {
  const path = deploymentPath(namespace, deployment.metadata.name);
  return patchWrite("Deployment", namespace, path, deployment, operations, annotations);
}

/** Throws PlanRefusal for a Deployment that would not act on a new template. */
export function refuseUnlessRolling({ metadata, spec }: Deployment, namespace: string): void {
  const name = `deployment/${metadata.name}`;
  if (metadata.deletionTimestamp) throw new PlanRefusal("not-now", `${name} is being deleted`);
  if (spec.paused === true) {
    throw new PlanRefusal(
      "not-now",
      `${name} is paused: resume it first (kubectl -n ${shellQuote(namespace)} rollout resume ${name})`,
    );
  }
}

/** A text kept in a plan's `before`; throws PlanRefusal when the plan was not made by this program. */
export function keptText(before: JsonObject, key: string): string {
  const value = before[key];
  if (typeof value !== "string")
    throw new PlanRefusal("unfit", `the recorded plan lacks "${key}"; it cannot be undone from it`);
  return value;
}
