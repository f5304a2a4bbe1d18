import { expect, test } from "vitest";
import * as paths from "../../../src/actions/kubernetes/resource-paths.ts";

// As the API's reference names them: the core group stands under /api, every other group under /apis.
test.each([
  [paths.deploymentPath("ml", "a"), "/apis/apps/v1/namespaces/ml/deployments/a"],
  [paths.replicaSetsPath("ml"), "/apis/apps/v1/namespaces/ml/replicasets"],
  [paths.podsPath("ml"), "/api/v1/namespaces/ml/pods"],
  [paths.servicePath("ml", "a"), "/api/v1/namespaces/ml/services/a"],
  [paths.configMapPath("ml", "a"), "/api/v1/namespaces/ml/configmaps/a"],
  [paths.endpointSlicesPath("ml"), "/apis/discovery.k8s.io/v1/namespaces/ml/endpointslices"],
  [paths.autoscalersPath("ml"), "/apis/autoscaling/v2/namespaces/ml/horizontalpodautoscalers"],
  [paths.autoscalerPath("ml", "a"), "/apis/autoscaling/v2/namespaces/ml/horizontalpodautoscalers/a"],
  [paths.disruptionBudgetsPath("ml"), "/apis/policy/v1/namespaces/ml/poddisruptionbudgets"],
])("%s", (path, expected) => {
  expect(path).toBe(expected);
});
