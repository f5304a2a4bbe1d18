import { describe, expect, test } from "vitest";
import { identityOf, movedFields } from "../../../src/actions/kubernetes/identity.ts";
import { replicasFields } from "../../../src/actions/kubernetes/object-identity.ts";
import { planScale } from "../../../src/actions/kubernetes/plan-scale.ts";
import { ARGO, ARGO_WARNING, deploymentWrite, refusal } from "./expected.ts";
import { autoscaler, deployment, pod, scene } from "./fixtures.ts";

const scaled = (replicas: number, parts = scene(), source = "as asked") =>
  planScale("kubernetes.scale", parts, { replicas, source });
const underAutoscaler = (replicas: number) =>
  scene({ deployment: deployment({ replicas }), autoscalers: { readable: true, value: [autoscaler(2, 10)] } });
const SCALER = "autoscaler feature-api (2 to 10 replicas)";

describe("the plan of a scaling", () => {
  test("replaces the number alone, and says so in every way", () => {
    const plan = scaled(6, scene({ pods: [pod("p1", "rs-14", true)] }));
    expect(plan).toEqual({
      action: "kubernetes.scale",
      summary: "scale feature-api from 4 to 6 replicas (as asked)",
      target: { kind: "Deployment", namespace: "ml", name: "feature-api", uid: "d-1" },
      identity: identityOf("d-1", replicasFields(deployment())),
      writes: [deploymentWrite({ op: "replace", path: "/spec/replicas", value: 6 })],
      instructions: [],
      changes: [{ path: "replicas", from: 4, to: 6 }],
      impact: { lines: ["2 pods started; 1 of 1 ready pod keep serving"], keepServing: 1, budgetAllows: null },
      warnings: [],
      equivalent: "kubectl -n ml scale deployment/feature-api --replicas=6",
      undo: "sets the replicas back to 4, unless somebody changes them meanwhile",
      before: { fields: expect.any(Object), replicas: 4, after: 6 },
      completionSeconds: 600,
    });
    expect(movedFields(plan.before["fields"], "d-1", replicasFields(deployment({ replicas: 5 })))).toEqual([
      "spec.replicas",
    ]);
  });

  test("a Deployment that does not say how many has one, as the API defines it", () => {
    const { replicas: _unsaid, ...spec } = deployment().spec;
    const parts = scene({ deployment: { ...deployment(), spec } });
    expect(scaled(3, parts).changes).toEqual([{ path: "replicas", from: 1, to: 3 }]);
    expect(() => scaled(1, parts)).toThrow(refusal("deployment/feature-api is set to 1 replicas already (as asked)"));
  });

  test("waits as long as the Deployment's own progress deadline", () => {
    const patient = scene({ deployment: deployment({ progressDeadlineSeconds: 120 }) });
    expect(scaled(6, patient).completionSeconds).toBe(120);
  });

  test.each([
    ["back up to the minimum or more", 4, 1, `${SCALER} will fight this: it sets the replicas back to at least 2`],
    ["not at its minimum", 4, 2, `${SCALER} sets the replicas itself and may change them again`],
    ["not at its maximum", 4, 10, `${SCALER} sets the replicas itself and may change them again`],
    ["back down to the maximum", 4, 11, `${SCALER} will fight this: it sets the replicas back to at most 10`],
    ["once it is no longer off", 0, 3, `${SCALER} takes over from there`],
    ["not while it is off", 4, 0, `${SCALER} stops working while the replicas are 0`],
  ])("an autoscaler moves it %s", (_, from, to, warning) => {
    expect(scaled(to, underAutoscaler(from)).warnings).toEqual([warning]);
  });

  test("warns of all that may take it back, and of what a paused Deployment starts", () => {
    const kept = deployment({ paused: true });
    const warned = scene({
      deployment: { ...kept, metadata: { ...kept.metadata, labels: ARGO } },
      autoscalers: { readable: false, problem: "list autoscalers: not allowed" },
    });
    expect(scaled(6, warned).warnings).toEqual([
      "whether an autoscaler would change the number again is unknown: list autoscalers: not allowed",
      ARGO_WARNING,
      "the Deployment is paused: new pods are of the revision that runs now",
    ]);
  });

  test("one that is being deleted is refused", () => {
    const { metadata, ...rest } = deployment();
    const leaving = { ...rest, metadata: { ...metadata, deletionTimestamp: "2026-11-22T03:14:00Z" } };
    const words = "deployment/feature-api is being deleted";
    expect(() => scaled(6, scene({ deployment: leaving }))).toThrow(refusal(words));
  });
});
