import { describe, expect, test } from "vitest";
import { identityOf, movedFields } from "../../../src/actions/kubernetes/identity.ts";
import { boundsFields } from "../../../src/actions/kubernetes/object-identity.ts";
import type { Autoscaler } from "../../../src/actions/kubernetes/objects.ts";
import { boundsOf, planBounds, type Bounds } from "../../../src/actions/kubernetes/plan-bounds.ts";
import { ARGO, ARGO_WARNING, guardedWrite, refusal } from "./expected.ts";
import { autoscaler, deployment, pod, scene } from "./fixtures.ts";

const PATH = "/apis/autoscaling/v2/namespaces/ml/horizontalpodautoscalers/feature-api";
const OBJECT = "horizontalpodautoscaler/feature-api in namespace ml";
const NAME = "autoscaler feature-api (2 to 10 replicas)";

function scaler(more: Partial<Autoscaler["metadata"]> = {}): Autoscaler {
  const { metadata, spec } = autoscaler(2, 10);
  return { metadata: { ...metadata, annotations: { owner: "ml" }, ...more }, spec };
}

const ready = [1, 2, 3, 4].map((number) => pod(`p${number}`, "rs-14", true));
const bounded = (wanted: Bounds, of = scaler(), parts = scene({ pods: ready })) =>
  planBounds("kubernetes.scale", parts, of, wanted, "as asked");

describe("the plan of an autoscaler's bounds", () => {
  test("sets both, and says so in every way", () => {
    const plan = bounded({ min: 12, max: 20 });
    expect(plan).toEqual({
      action: "kubernetes.scale",
      summary: `set the bounds of ${NAME} to 12 and 20 (as asked)`,
      target: { kind: "HorizontalPodAutoscaler", namespace: "ml", name: "feature-api", uid: "hpa-1" },
      identity: identityOf("hpa-1", boundsFields(scaler())),
      writes: [
        guardedWrite(OBJECT, PATH, [
          { op: "add", path: "/spec/minReplicas", value: 12 },
          { op: "replace", path: "/spec/maxReplicas", value: 20 },
        ]),
      ],
      instructions: [],
      changes: [
        { path: "minReplicas", from: 2, to: 12 },
        { path: "maxReplicas", from: 10, to: 20 },
      ],
      impact: { lines: ["8 pods started; 4 of 4 ready pods keep serving"], keepServing: 4, budgetAllows: null },
      warnings: [],
      equivalent: `kubectl -n ml patch hpa/feature-api --type=merge -p '{"spec":{"minReplicas":12,"maxReplicas":20}}'`,
      undo: "sets the bounds back to 2 and 10, unless somebody changes them meanwhile",
      before: {
        fields: expect.any(Object),
        bounds: { min: 2, max: 10 },
        after: { min: 12, max: 20 },
        deployment: { name: "feature-api", uid: "d-1" },
      },
      completionSeconds: 600,
    });
    const moved = { ...scaler(), spec: { ...scaler().spec, maxReplicas: 11 } };
    expect(movedFields(plan.before["fields"], "hpa-1", boundsFields(moved))).toEqual(["spec.maxReplicas"]);
  });

  test.each([
    ["the minimum alone", { min: 6, max: 10 }, { op: "add", path: "/spec/minReplicas", value: 6 }, "minReplicas"],
    ["the maximum alone", { min: 2, max: 5 }, { op: "replace", path: "/spec/maxReplicas", value: 5 }, "maxReplicas"],
  ] as const)("writes what differs: %s", (_, wanted, operation, path) => {
    const plan = bounded(wanted);
    expect(plan.writes).toEqual([guardedWrite(OBJECT, PATH, [operation])]);
    expect(plan.changes.map((change) => change.path)).toEqual([path]);
  });

  test.each([
    ["raised to a minimum above it", { min: 6, max: 10 }, "2 pods started; 4 of 4 ready pods keep serving", 4],
    ["lowered to a maximum below it", { min: 1, max: 3 }, "1 pod stopped; 3 of 4 ready pods keep serving", 3],
    ["left within them", { min: 3, max: 10 }, "0 pods stopped; 4 of 4 ready pods keep serving", 4],
  ])("the present number of 4 is %s", (_, wanted, line, keepServing) => {
    expect(bounded(wanted).impact).toMatchObject({ lines: [line], keepServing });
  });

  test("a number or a minimum that is not said is one, as the API defines it", () => {
    const { minReplicas: _unsaid, ...spec } = scaler().spec;
    const loose = { ...scaler(), spec };
    const { replicas: _one, ...single } = deployment().spec;
    const parts = scene({ deployment: { ...deployment(), spec: single } });
    expect(boundsOf(loose)).toEqual({ min: 1, max: 10 });
    const plan = bounded({ min: 3, max: 10 }, loose, parts);
    expect(plan.changes).toEqual([{ path: "minReplicas", from: 1, to: 3 }]);
    expect(plan.impact.lines).toEqual(["2 pods started; 0 of 0 ready pods keep serving"]);
  });

  test("warns of who keeps it, and waits as long as the Deployment's progress deadline", () => {
    const patient = scene({ deployment: deployment({ progressDeadlineSeconds: 120 }) });
    const plan = bounded({ min: 3, max: 10 }, scaler({ labels: ARGO }), patient);
    expect([plan.warnings, plan.completionSeconds]).toEqual([[ARGO_WARNING], 120]);
  });

  test.each([
    ["is deleted", scaler({ deletionTimestamp: "2026-11-22T03:14:00Z" }), 4, 6, `${NAME} is being deleted`],
    ["has them", scaler(), 4, 2, `${NAME} has these bounds already (as asked)`],
    ["is off", scaler(), 0, 6, `deployment/feature-api is scaled to zero, where ${NAME} does nothing`],
  ])("refused where the autoscaler %s", (_, of, replicas, min, words) => {
    const parts = scene({ deployment: deployment({ replicas }) });
    expect(() => bounded({ min, max: 10 }, of, parts)).toThrow(refusal(words));
  });
});
