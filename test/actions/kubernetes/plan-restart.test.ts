import { describe, expect, test } from "vitest";
import { identityOf, movedFields } from "../../../src/actions/kubernetes/identity.ts";
import { templateFields } from "../../../src/actions/kubernetes/object-identity.ts";
import { planRestart, shownRestart } from "../../../src/actions/kubernetes/plan-restart.ts";
import { templateHash } from "../../../src/clients/kubernetes-objects/pod-template.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import { ARGO, ARGO_WARNING, deploymentWrite, refusal } from "./expected.ts";
import { autoscaler, deployment, pod, scene, template } from "./fixtures.ts";

const AT = "2026-11-22T03:15:00Z";
const KEY = "kubectl.kubernetes.io/restartedAt";
const annotated = (annotations: JsonObject): JsonObject => ({
  ...template("feature-api:2.4.1"),
  metadata: { labels: { app: "feature-api" }, annotations },
});
const restarted = (parts = scene()) => planRestart("kubernetes.rollout-restart", parts, AT);

describe("the plan of a restart", () => {
  test("writes the time where kubectl writes it, and says so in every way", () => {
    const pods = [1, 2, 3, 4].map((number) => pod(`p${number}`, "rs-14", true));
    const plan = restarted(scene({ pods }));
    expect(plan).toEqual({
      action: "kubernetes.rollout-restart",
      summary: "restart the pods of feature-api",
      target: { kind: "Deployment", namespace: "ml", name: "feature-api", uid: "d-1" },
      identity: identityOf("d-1", templateFields(deployment())),
      writes: [deploymentWrite({ op: "add", path: "/spec/template/metadata/annotations", value: { [KEY]: AT } })],
      instructions: [],
      changes: [{ path: "restartedAt", from: null, to: AT }],
      impact: {
        lines: ["4 pods replaced, 4 of them ready; at least 3 keep serving", "at most 1 more and 1 fewer at a time"],
        keepServing: 3,
        replicas: 4,
        budgetAllows: null,
      },
      warnings: [],
      equivalent: "kubectl -n ml rollout restart deployment/feature-api",
      undo: null,
      before: {
        fields: expect.any(Object),
        template: templateHash(template("feature-api:2.4.1")),
        after: templateHash(annotated({ [KEY]: AT })),
      },
      completionSeconds: 600,
    });
    const paused = templateFields(deployment({ paused: true }));
    expect(movedFields(plan.before["fields"], "d-1", paused)).toEqual(["spec.paused"]);
  });

  test.each([
    ["of another kind", { "example.com/owner": "ml" }, null],
    ["of the restart before", { "example.com/owner": "ml", [KEY]: "2026-11-20T10:00:00Z" }, "2026-11-20T10:00:00Z"],
  ])("an annotation that the template has stays or gives way: %s", (_, annotations, from) => {
    const plan = restarted(scene({ deployment: deployment({ template: annotated(annotations) }) }));
    const path = "/spec/template/metadata/annotations/kubectl.kubernetes.io~1restartedAt";
    expect(plan.writes).toEqual([deploymentWrite({ op: "add", path, value: AT })]);
    expect(plan.changes).toEqual([{ path: "restartedAt", from, to: AT }]);
    expect(plan.before["after"]).toBe(templateHash(annotated({ ...annotations, [KEY]: AT })));
  });

  test("warns of who may take it back or move the pods meanwhile", () => {
    const { metadata, ...rest } = deployment({ progressDeadlineSeconds: 120 });
    const kept = { ...rest, metadata: { ...metadata, labels: ARGO } };
    const autoscalers = { readable: true as const, value: [autoscaler(2, 10)] };
    const plan = restarted(scene({ deployment: kept, autoscalers }));
    expect(plan.warnings).toEqual([
      ARGO_WARNING,
      "autoscaler feature-api (2 to 10 replicas) sets the number of pods, and may change it meanwhile",
    ]);
    expect(plan.completionSeconds).toBe(120);
  });

  test("at a time that is written there already is refused", () => {
    const again = scene({ deployment: deployment({ template: annotated({ [KEY]: AT }) }) });
    expect(() => restarted(again)).toThrow(refusal(`deployment/feature-api was restarted at ${AT} already`));
  });
});

describe("the time that was shown", () => {
  test("is the one that the plan writes, among its other changes", () => {
    const shown = restarted();
    const more = { ...shown, changes: [{ path: "cache.ttl", from: "1s", to: "2s" }, ...shown.changes] };
    expect(shownRestart(more)).toBe(AT);
  });

  test.each([
    ["nothing was shown", undefined],
    ["no plan was shown", null],
    ["a plan that restarts nothing", { ...restarted(), changes: [{ path: "replicas", from: 4, to: 6 }] }],
    ["a time that is no text", { ...restarted(), changes: [{ path: "restartedAt", from: AT, to: null }] }],
  ])("is none: %s", (_, shown) => {
    expect(shownRestart(shown)).toBeNull();
  });
});
