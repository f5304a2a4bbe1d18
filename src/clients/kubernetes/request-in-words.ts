import { shellQuote } from "../../core/text/shell-quote.ts";
import { apiPath } from "../kubernetes-client.ts";

/** What one request asks of an API server, in the words of its authorisation. */
export interface ApiQuestion {
  readonly verb: "get" | "list" | "create" | "update" | "patch" | "delete";
  readonly group: string;
  /** With the subresource: "pods", "pods/log"; empty where the path names no resource. */
  readonly resource: string;
  readonly namespace: string | null;
  readonly name: string | null;
}

const WRITE_VERBS: Readonly<Record<string, ApiQuestion["verb"]>> = {
  POST: "create",
  PUT: "update",
  PATCH: "patch",
  DELETE: "delete",
};

/** Reads method and path as the API server does. */
export function apiQuestion(method: string, path: string): ApiQuestion {
  const segments = (path.split("?")[0] ?? "")
    .split("/")
    .filter((segment) => segment !== "")
    .map(decoded);
  const rest = segments[0] === "api" ? segments.slice(2) : segments[0] === "apis" ? segments.slice(3) : [];
  const group = segments[0] === "apis" ? (segments[1] ?? "") : "";
  // …/namespaces/NAME alone is the namespace itself.
  const inNamespace = rest[0] === "namespaces" && rest.length > 2;
  const [resource = "", name = null, subresource] = inNamespace ? rest.slice(2) : rest;
  const verb = method === "GET" ? (name === null && resource !== "" ? "list" : "get") : (WRITE_VERBS[method] ?? "get");
  return {
    verb,
    group,
    resource: subresource === undefined ? resource : `${resource}/${subresource}`,
    namespace: inNamespace ? (rest[1] ?? null) : null,
    name,
  };
}

/** "list pods in namespace ml", "patch deployment.apps feature-api in namespace ml", "get /version". */
export function questionInWords(question: ApiQuestion, path: string): string {
  if (question.resource === "") return `${question.verb} ${path.split("?")[0] ?? path}`;
  return [
    question.verb,
    qualified(question),
    ...(question.name === null ? [] : [question.name]),
    ...(question.namespace === null ? [] : [`in namespace ${question.namespace}`]),
  ].join(" ");
}

/** "deployments.apps", "pods/log", "deployments.apps/scale". */
export function qualified({ resource, group }: ApiQuestion): string {
  const [head = "", ...tail] = resource.split("/");
  return [group === "" ? head : `${head}.${group}`, ...tail].join("/");
}

/** kubectl's way to ask whether this is allowed. */
export function canIInWords(question: ApiQuestion): string {
  const [head = "", subresource] = question.resource.split("/");
  const resource = question.group === "" ? head : `${head}.${question.group}`;
  const options = [
    ...(subresource === undefined ? [] : [`--subresource=${subresource}`]),
    ...(question.namespace === null ? [] : [`-n ${shellQuote(question.namespace)}`]),
  ];
  return ["kubectl auth can-i", question.verb, resource, ...options].join(" ");
}

/** The path of a pod's port-forward, for errors about it. */
export function portForwardPath(namespace: string, pod: string): string {
  return apiPath("api", "v1", "namespaces", namespace, "pods", pod, "portforward");
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
