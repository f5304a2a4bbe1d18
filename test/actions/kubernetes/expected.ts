import { expect } from "vitest";
import type { PatchOperation } from "../../../src/actions/kubernetes/objects.ts";
import type { Write } from "../../../src/core/plan/plan.ts";

/** A write as it must stand in a plan: one JSON patch (RFC 6902) that begins with the guard and carries the mark. */
export function guardedWrite(object: string, path: string, operations: readonly PatchOperation[]): Write {
  return {
    id: "1",
    method: "PATCH",
    path,
    contentType: "application/json-patch+json",
    body: [
      { op: "test", path: "/metadata/resourceVersion", value: "${resourceVersion}" },
      { op: "add", path: "/metadata/annotations/bigops.dev~1applied-by", value: "${mark}" },
      ...operations.map((operation) => ({ ...operation })),
    ],
    object,
  };
}

/** The write to the Deployment of the fixtures. */
export function deploymentWrite(...operations: readonly PatchOperation[]): Write {
  const path = "/apis/apps/v1/namespaces/ml/deployments/feature-api";
  return guardedWrite("deployment/feature-api in namespace ml", path, operations);
}

/** A refusal that says this. */
export function refusal(message: string): unknown {
  return expect.objectContaining({ name: "PlanRefusal", message });
}

/** An object that Argo CD keeps, and what every plan that changes it says of that. */
export const ARGO = { "argocd.argoproj.io/instance": "ml" };
export const ARGO_WARNING =
  "Argo CD owns this object (argocd.argoproj.io/instance) and may take the change back; change the repository too, or pause the sync";
