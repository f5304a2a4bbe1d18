import { expect, test } from "vitest";
import { gitOpsWarning } from "../../../src/actions/kubernetes/gitops-owner.ts";

const meta = { name: "feature-api", uid: "d-1", resourceVersion: "1" };

test.each([
  [
    "Argo CD by annotation",
    { annotations: { "argocd.argoproj.io/tracking-id": "ml:apps/Deployment:ml/feature-api" } },
    "Argo CD",
  ],
  ["Argo CD by label", { labels: { "argocd.argoproj.io/instance": "ml" } }, "Argo CD"],
  ["Argo CD by who wrote it", { managedFields: [{ manager: "argocd-controller" }] }, "Argo CD"],
  ["Flux by label", { labels: { "kustomize.toolkit.fluxcd.io/name": "ml" } }, "Flux"],
  ["Flux by who wrote it", { managedFields: [{ manager: "kubectl" }, { manager: "helm-controller" }] }, "Flux"],
  ["Flux by a label of its Helm releases", { labels: { "helm.toolkit.fluxcd.io/name": "ml" } }, "Flux (HelmRelease)"],
  ["Fleet by annotation", { annotations: { "objectset.rio.cattle.io/id": "ml" } }, "Rancher Fleet"],
  ["Fleet by who wrote it", { managedFields: [{ manager: "fleetagent" }] }, "Rancher Fleet"],
  ["Config Sync by annotation", { annotations: { "configsync.gke.io/resource-id": "ml" } }, "Config Sync"],
  ["Config Sync by who wrote it", { managedFields: [{ manager: "configsync" }] }, "Config Sync"],
])("%s", (_, more, owner) => {
  expect(gitOpsWarning({ metadata: { ...meta, ...more } })).toContain(owner);
});

test("nobody's: kubectl and the cluster's own controllers", () => {
  const managedFields = [{ manager: "kubectl-client-side-apply" }, { manager: "kube-controller-manager" }, {}];
  expect(gitOpsWarning({ metadata: { ...meta, labels: { app: "feature-api" }, managedFields } })).toBeNull();
});

test("says which sign it went by, and what to do", () => {
  const managedFields = [{ manager: "kustomize-controller" }];
  expect(gitOpsWarning({ metadata: { ...meta, managedFields } })).toBe(
    "Flux (Kustomization) owns this object (kustomize-controller) and may take the change back; change the repository too, or pause the sync",
  );
});
