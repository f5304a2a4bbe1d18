/**
 * The kinds that kwok watches while it runs, so that each namespace gets logs and port-forwards of
 * its own. Their schemas are left open: kwok reads what it knows.
 */
export const kwokKinds = [
  { kind: "ClusterLogs", plural: "clusterlogs", scope: "Cluster" },
  { kind: "Logs", plural: "logs", scope: "Namespaced" },
  { kind: "ClusterPortForward", plural: "clusterportforwards", scope: "Cluster" },
  { kind: "PortForward", plural: "portforwards", scope: "Namespaced" },
] as const;

export const kwokCrds = kwokKinds.map(({ kind, plural, scope }) => ({
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: `${plural}.kwok.x-k8s.io` },
  spec: {
    group: "kwok.x-k8s.io",
    scope,
    names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
    versions: [
      {
        name: "v1alpha1",
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: {
          openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
        },
      },
    ],
  },
}));
