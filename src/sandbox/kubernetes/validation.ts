import { type InvalidField } from "./answer.ts";
import { canonical } from "../world/canonical.ts";
import { matchesLabels } from "../world/label-selector.ts";
import type { Deployment, KubeObject, Service } from "../world/objects.ts";

function invalidValue(field: string, value: unknown, why: string): InvalidField {
  return { reason: "FieldValueInvalid", message: `Invalid value: ${JSON.stringify(value) ?? "null"}: ${why}`, field };
}

function required(field: string): InvalidField {
  return { reason: "FieldValueRequired", message: "Required value", field };
}

function deploymentFaults(next: Deployment, before: Deployment): InvalidField[] {
  const faults: InvalidField[] = [];
  const { replicas, selector, template } = next.spec;
  if (!Number.isInteger(replicas) || replicas < 0) {
    faults.push(invalidValue("spec.replicas", replicas, "must be greater than or equal to 0"));
  }
  if (!matchesLabels(selector.matchLabels, template?.metadata?.labels)) {
    const why = "`selector` does not match template `labels`";
    faults.push(invalidValue("spec.template.metadata.labels", template?.metadata?.labels, why));
  }
  const containers = template?.spec?.containers ?? [];
  if (containers.length === 0) {
    faults.push(required("spec.template.spec.containers"));
  }
  containers.forEach((container, index) => {
    for (const field of ["name", "image"] as const) {
      if (typeof container[field] !== "string" || container[field] === "") {
        faults.push(required(`spec.template.spec.containers[${index}].${field}`));
      }
    }
  });
  if (canonical(selector) !== canonical(before.spec.selector)) {
    faults.push(invalidValue("spec.selector", selector, "field is immutable"));
  }
  return faults;
}

function serviceFaults(next: Service, before: Service): InvalidField[] {
  const faults: InvalidField[] = [];
  if (next.spec.clusterIP !== before.spec.clusterIP) {
    faults.push(invalidValue("spec.clusterIP", next.spec.clusterIP, "field is immutable"));
  }
  if ((next.spec.ports ?? []).length === 0) {
    faults.push(required("spec.ports"));
  }
  for (const [key, value] of Object.entries(next.spec.selector ?? {})) {
    if (typeof value !== "string") {
      faults.push(invalidValue(`spec.selector.${key}`, value, "must be a string"));
    }
  }
  return faults;
}

function labelFaults(next: KubeObject): InvalidField[] {
  return (["labels", "annotations"] as const).flatMap((field) =>
    Object.entries(next.metadata[field] ?? {})
      .filter(([, value]) => typeof value !== "string")
      .map(([key, value]) => invalidValue(`metadata.${field}.${key}`, value, "must be a string")),
  );
}

/** What the API server would refuse in a changed object; empty when it may be stored. */
export function validationFaults(next: KubeObject, before: KubeObject): readonly InvalidField[] {
  const faults = labelFaults(next);
  if (next.metadata.name !== before.metadata.name) {
    faults.push(invalidValue("metadata.name", next.metadata.name, "field is immutable"));
  }
  if (next.metadata.uid !== undefined && next.metadata.uid !== before.metadata.uid) {
    faults.push(invalidValue("metadata.uid", next.metadata.uid, "field is immutable"));
  }
  if (before.kind === "Deployment") {
    faults.push(...deploymentFaults(next as Deployment, before as Deployment));
  }
  if (before.kind === "Service") {
    faults.push(...serviceFaults(next as Service, before as Service));
  }
  return faults;
}
