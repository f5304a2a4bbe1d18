import type { KubeObject, Labels } from "../world/objects.ts";
import type { Resource } from "../world/store.ts";
import { type Answer, badRequest } from "./answer.ts";

type Test<T> = (value: T) => boolean;

/** Splits at commas that are not inside parentheses. */
function terms(text: string): string[] {
  return (text.match(/(?:\([^()]*\)|[^,(])+/g) ?? []).map((term) => term.trim()).filter((term) => term !== "");
}

function labelTest(term: string): Test<Labels> | undefined {
  const set = /^(\S+)\s+(in|notin)\s+\(([^)]*)\)$/.exec(term);
  if (set !== null) {
    const [, key = "", operator, list = ""] = set;
    const values = list.split(",").map((value) => value.trim());
    return operator === "in"
      ? (labels) => labels[key] !== undefined && values.includes(labels[key] ?? "")
      : (labels) => labels[key] === undefined || !values.includes(labels[key] ?? "");
  }
  const compared = /^([^\s=!]+)\s*(==|=|!=)\s*([^\s=!]*)$/.exec(term);
  if (compared !== null) {
    const [, key = "", operator, value = ""] = compared;
    return operator === "!=" ? (labels) => labels[key] !== value : (labels) => labels[key] === value;
  }
  const exists = /^(!?)\s*([A-Za-z0-9][\w./-]*)$/.exec(term);
  if (exists !== null) {
    const [, not, key = ""] = exists;
    return not === "!" ? (labels) => labels[key] === undefined : (labels) => labels[key] !== undefined;
  }
  return undefined;
}

const NAME_AND_NAMESPACE = {
  "metadata.name": (object: KubeObject) => object.metadata.name,
  "metadata.namespace": (object: KubeObject) => object.metadata.namespace ?? "",
};

function at(...path: readonly string[]): (object: KubeObject) => string {
  return (object) => {
    let value: unknown = object;
    for (const key of path) {
      value = typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
    }
    return typeof value === "string" || typeof value === "number" ? String(value) : "";
  };
}

/** The fields that the API server can select by, beside name and namespace. */
const FIELDS: Partial<Record<Resource, Record<string, (object: KubeObject) => string>>> = {
  pods: {
    "spec.nodeName": at("spec", "nodeName"),
    "spec.restartPolicy": at("spec", "restartPolicy"),
    "spec.schedulerName": at("spec", "schedulerName"),
    "spec.serviceAccountName": at("spec", "serviceAccountName"),
    "status.phase": at("status", "phase"),
    "status.podIP": at("status", "podIP"),
    "status.nominatedNodeName": at("status", "nominatedNodeName"),
  },
  events: {
    "involvedObject.kind": at("involvedObject", "kind"),
    "involvedObject.namespace": at("involvedObject", "namespace"),
    "involvedObject.name": at("involvedObject", "name"),
    "involvedObject.uid": at("involvedObject", "uid"),
    "involvedObject.apiVersion": at("involvedObject", "apiVersion"),
    "involvedObject.resourceVersion": at("involvedObject", "resourceVersion"),
    "involvedObject.fieldPath": at("involvedObject", "fieldPath"),
    reason: at("reason"),
    reportingComponent: at("reportingComponent"),
    source: at("source", "component"),
    type: at("type"),
  },
  replicasets: { "status.replicas": at("status", "replicas") },
  jobs: { "status.successful": at("status", "succeeded") },
  namespaces: { "status.phase": at("status", "phase") },
  nodes: { "spec.unschedulable": at("spec", "unschedulable") },
};

function fieldTest(resource: Resource, term: string): Test<KubeObject> | string {
  const [, field = "", operator = "", value = ""] = /^([^=!]+)(==|=|!=)(.*)$/.exec(term) ?? [];
  if (operator === "") {
    return `invalid selector: '${term}'; can't understand '${term}'`;
  }
  const read = { ...NAME_AND_NAMESPACE, ...FIELDS[resource] }[field];
  if (read === undefined) {
    return `field label not supported: ${field}`;
  }
  return operator === "!=" ? (object) => read(object) !== value : (object) => read(object) === value;
}

/** The test that labelSelector and fieldSelector of a request make together; an Answer of 400 when one is not understood. */
export function selection(resource: Resource, query: URLSearchParams): Test<KubeObject> | Answer {
  const tests: Test<KubeObject>[] = [];
  for (const term of terms(query.get("labelSelector") ?? "")) {
    const test = labelTest(term);
    if (test === undefined) {
      return badRequest(`unable to parse requirement: found '${term}', expected: identifier`);
    }
    tests.push((object) => test(object.metadata.labels ?? {}));
  }
  for (const term of terms(query.get("fieldSelector") ?? "")) {
    const test = fieldTest(resource, term);
    if (typeof test === "string") {
      return badRequest(test);
    }
    tests.push(test);
  }
  return (object) => tests.every((test) => test(object));
}
