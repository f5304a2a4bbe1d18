/** One rule of an RBAC role. */
export type AccessRule = {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
};

const read = ["get", "list", "watch"];
const write = ["patch", "update"];

/** As Kubernetes' own `view` goes, and what the issue promises to suffice for a diagnosis. */
export const viewerRules: readonly AccessRule[] = [
  {
    apiGroups: [""],
    resources: ["pods", "pods/status", "services", "endpoints", "configmaps", "events"],
    verbs: read,
  },
  { apiGroups: [""], resources: ["namespaces", "pods/log"], verbs: read },
  {
    apiGroups: ["apps"],
    resources: ["deployments", "deployments/scale", "replicasets", "statefulsets", "daemonsets"],
    verbs: read,
  },
  { apiGroups: ["apps"], resources: ["controllerrevisions"], verbs: read },
  { apiGroups: ["batch"], resources: ["jobs", "cronjobs"], verbs: read },
  { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: read },
  { apiGroups: ["autoscaling"], resources: ["horizontalpodautoscalers"], verbs: read },
  { apiGroups: ["policy"], resources: ["poddisruptionbudgets"], verbs: read },
];

/** An on-call engineer: reads, and changes what the runbook's actions change. */
export const operatorRules: readonly AccessRule[] = [
  ...viewerRules,
  { apiGroups: ["apps"], resources: ["deployments", "deployments/scale"], verbs: write },
  { apiGroups: [""], resources: ["services", "configmaps"], verbs: write },
  { apiGroups: ["autoscaling"], resources: ["horizontalpodautoscalers"], verbs: write },
  { apiGroups: [""], resources: ["pods/portforward"], verbs: ["get", "create"] },
  {
    apiGroups: ["coordination.k8s.io"],
    resources: ["leases"],
    verbs: [...read, ...write, "create", "delete"],
  },
];

/** What a view-only user needs besides when endpoints are reached by port-forward. */
export const portForwardRules: readonly AccessRule[] = [
  { apiGroups: [""], resources: ["pods/portforward"], verbs: ["get", "create"] },
];

/** And when they are reached through the API server's service proxy. */
export const serviceProxyRules: readonly AccessRule[] = [
  { apiGroups: [""], resources: ["services/proxy"], verbs: ["get"] },
];

/** A role of this name in the namespace, bound to the user. */
export function grant(namespace: string, user: string, rules: readonly AccessRule[], name = user): readonly object[] {
  const group = "rbac.authorization.k8s.io";
  const metadata = { name: `lab-${name}`, namespace };
  return [
    { apiVersion: `${group}/v1`, kind: "Role", metadata, rules },
    {
      apiVersion: `${group}/v1`,
      kind: "RoleBinding",
      metadata,
      roleRef: { apiGroup: group, kind: "Role", name: metadata.name },
      subjects: [{ apiGroup: group, kind: "User", name: user }],
    },
  ];
}
