import type { ApiObject } from "./objects.ts";

/** Signs that another program keeps the object as a repository says: a label, an annotation, or who last wrote its fields. */
const SIGNS: readonly { readonly owner: string; readonly key: RegExp; readonly manager: RegExp }[] = [
  {
    owner: "Argo CD",
    key: /^argocd\.argoproj\.io\/(instance|tracking-id)$/,
    manager: /^argocd-(application-)?controller$/,
  },
  { owner: "Flux (Kustomization)", key: /^kustomize\.toolkit\.fluxcd\.io\/name$/, manager: /^kustomize-controller$/ },
  { owner: "Flux (HelmRelease)", key: /^helm\.toolkit\.fluxcd\.io\/name$/, manager: /^helm-controller$/ },
  { owner: "Rancher Fleet", key: /^objectset\.rio\.cattle\.io\/id$/, manager: /^fleet-?agent$/ },
  { owner: "Config Sync", key: /^configsync\.gke\.io\/resource-id$/, manager: /^configsync(\..*)?$/ },
];

/** The warning that a GitOps tool may take the change back; null where nothing shows one. */
export function gitOpsWarning({ metadata }: ApiObject): string | null {
  const keys = [...Object.keys(metadata.labels ?? {}), ...Object.keys(metadata.annotations ?? {})];
  const managers = (metadata.managedFields ?? []).map((entry) => entry.manager ?? "");
  for (const { owner, key, manager } of SIGNS) {
    const sign = keys.find((candidate) => key.test(candidate)) ?? managers.find((candidate) => manager.test(candidate));
    if (sign !== undefined) {
      return `${owner} owns this object (${sign}) and may take the change back; change the repository too, or pause the sync`;
    }
  }
  return null;
}
