import { expect, test } from "vitest";
import * as paths from "../../../src/actions/kubernetes/resource-paths.ts";

// As the API's reference names them: the core group stands under /api, every other group under /apis.
test.each([
  ["/apis/apps/v1/namespaces/ml/deployments/a", () => paths.deploymentPath("ml", "a")],
  ["/apis/apps/v1/namespaces/ml/replicasets", () => paths.replicaSetsPath("ml")],
  ["/api/v1/namespaces/ml/pods", () => paths.podsPath("ml")],
  ["/api/v1/namespaces/ml/services/a", () => paths.servicePath("ml", "a")],
  ["/api/v1/namespaces/ml/configmaps/a", () => paths.configMapPath("ml", "a")],
  ["/apis/discovery.k8s.io/v1/namespaces/ml/endpointslices", () => paths.endpointSlicesPath("ml")],
  ["/apis/autoscaling/v2/namespaces/ml/horizontalpodautoscalers", () => paths.autoscalersPath("ml")],
  ["/apis/autoscaling/v2/namespaces/ml/horizontalpodautoscalers/a", () => paths.autoscalerPath("ml", "a")],
  ["/apis/policy/v1/namespaces/ml/poddisruptionbudgets", () => paths.disruptionBudgetsPath("ml")],
])("%s", (expected, path) => {
  expect(path()).toBe(expected);
});
