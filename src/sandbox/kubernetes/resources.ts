import type { Resource } from "../world/store.ts";

/** A resource of the API, as discovery shows it. */
export interface ResourceInfo {
  readonly group: string;
  readonly version: string;
  readonly plural: Resource;
  readonly singular: string;
  readonly kind: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
  readonly categories: readonly string[];
  /** Mutating verbs that are implemented; reading is for all. */
  readonly writes: readonly ("create" | "update" | "patch" | "delete")[];
  readonly subresources: readonly Subresource[];
}

interface Subresource {
  readonly name: string;
  readonly kind: string;
  readonly verbs: readonly string[];
  readonly group?: string;
  readonly version?: string;
}

const EDIT = ["update", "patch"] as const;
const ALL = ["create", "update", "patch", "delete"] as const;
const SCALE: Subresource = {
  name: "scale",
  kind: "Scale",
  verbs: ["get", "patch", "update"],
  group: "autoscaling",
  version: "v1",
};

function resource(
  api: string,
  plural: Resource,
  kind: string,
  more: Partial<Omit<ResourceInfo, "plural" | "kind">> = {},
): ResourceInfo {
  const [version = "", group = ""] = api.split("/").toReversed();
  return {
    group,
    version,
    plural,
    singular: kind.toLowerCase(),
    kind,
    shortNames: [],
    namespaced: true,
    categories: [],
    writes: [],
    subresources: [],
    ...more,
  };
}

/** All resources that the sandbox serves. */
export const RESOURCES: readonly ResourceInfo[] = [
  resource("v1", "configmaps", "ConfigMap", { shortNames: ["cm"], writes: ALL }),
  resource("v1", "endpoints", "Endpoints", { shortNames: ["ep"] }),
  resource("v1", "events", "Event", { shortNames: ["ev"] }),
  resource("v1", "namespaces", "Namespace", { shortNames: ["ns"], namespaced: false }),
  resource("v1", "nodes", "Node", { shortNames: ["no"], namespaced: false }),
  resource("v1", "pods", "Pod", {
    shortNames: ["po"],
    categories: ["all"],
    writes: ["delete"],
    subresources: [{ name: "log", kind: "Pod", verbs: ["get"] }],
  }),
  resource("v1", "services", "Service", {
    shortNames: ["svc"],
    categories: ["all"],
    writes: EDIT,
    subresources: [{ name: "proxy", kind: "ServiceProxyOptions", verbs: ["get"] }],
  }),
  resource("apps/v1", "daemonsets", "DaemonSet", { shortNames: ["ds"], categories: ["all"] }),
  resource("apps/v1", "deployments", "Deployment", {
    shortNames: ["deploy"],
    categories: ["all"],
    writes: EDIT,
    subresources: [SCALE],
  }),
  resource("apps/v1", "replicasets", "ReplicaSet", { shortNames: ["rs"], categories: ["all"] }),
  resource("apps/v1", "statefulsets", "StatefulSet", { shortNames: ["sts"], categories: ["all"] }),
  resource("autoscaling/v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler", {
    shortNames: ["hpa"],
    categories: ["all"],
    writes: ALL,
  }),
  resource("batch/v1", "cronjobs", "CronJob", { shortNames: ["cj"], categories: ["all"] }),
  resource("batch/v1", "jobs", "Job", { categories: ["all"] }),
  resource("coordination.k8s.io/v1", "leases", "Lease", { writes: ALL }),
  resource("discovery.k8s.io/v1", "endpointslices", "EndpointSlice"),
  resource("policy/v1", "poddisruptionbudgets", "PodDisruptionBudget", { shortNames: ["pdb"], writes: ALL }),
];

/** Reviews are asked, not stored. */
export const REVIEWS = [
  { group: "authentication.k8s.io", version: "v1", plural: "selfsubjectreviews", kind: "SelfSubjectReview" },
  { group: "authorization.k8s.io", version: "v1", plural: "selfsubjectaccessreviews", kind: "SelfSubjectAccessReview" },
  { group: "authorization.k8s.io", version: "v1", plural: "selfsubjectrulesreviews", kind: "SelfSubjectRulesReview" },
] as const;

/** Groups that a real API server of 1.35 serves: what is missing from these here is not implemented, rather than unknown. */
export const BUILT_IN_GROUPS: ReadonlySet<string> = new Set([
  "",
  "admissionregistration.k8s.io",
  "apiextensions.k8s.io",
  "apiregistration.k8s.io",
  "apps",
  "authentication.k8s.io",
  "authorization.k8s.io",
  "autoscaling",
  "batch",
  "certificates.k8s.io",
  "coordination.k8s.io",
  "discovery.k8s.io",
  "events.k8s.io",
  "flowcontrol.apiserver.k8s.io",
  "networking.k8s.io",
  "node.k8s.io",
  "policy",
  "rbac.authorization.k8s.io",
  "resource.k8s.io",
  "scheduling.k8s.io",
  "storage.k8s.io",
]);

export function findResource(group: string, version: string, plural: string): ResourceInfo | undefined {
  return RESOURCES.find((one) => one.group === group && one.version === version && one.plural === plural);
}
