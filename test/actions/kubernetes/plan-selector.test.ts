import { describe, expect, test } from "vitest";
import { identityOf, movedFields } from "../../../src/actions/kubernetes/identity.ts";
import { selectorFields } from "../../../src/actions/kubernetes/object-identity.ts";
import type { Service } from "../../../src/actions/kubernetes/objects.ts";
import { changedSelector, planSelector, type SelectorChange } from "../../../src/actions/kubernetes/plan-selector.ts";
import { ARGO, ARGO_WARNING, guardedWrite, refusal } from "./expected.ts";
import { pod } from "./fixtures.ts";

const selector = { app: "kv-store", role: "primary" };
const OPEN = "open connections to the present pods stay until they are closed; only new ones go to the others";

function service(labels = {}): Service {
  const metadata = { name: "kv-store", uid: "s-1", resourceVersion: "5", annotations: { owner: "ml" }, labels };
  return { metadata, spec: { selector } };
}

function led(set: SelectorChange, ready = [pod("r1", "rs", true)], labels = {}) {
  const readyEndpoints = new Set(["p1", "p2"]);
  const scene = { namespace: "ml", service: service(labels), selector, readyEndpoints };
  return planSelector("kubernetes.service-selector", scene, set, ready);
}

const written = (...operations: Parameters<typeof guardedWrite>[2]) =>
  guardedWrite("service/kv-store in namespace ml", "/api/v1/namespaces/ml/services/kv-store", operations);

describe("the plan of a failover", () => {
  test("changes the label alone, and says so in every way", () => {
    const plan = led({ role: "replica" });
    expect(plan).toEqual({
      action: "kubernetes.service-selector",
      summary: "lead service kv-store to the pods with app=kv-store, role=replica",
      target: { kind: "Service", namespace: "ml", name: "kv-store", uid: "s-1" },
      identity: identityOf("s-1", selectorFields(service())),
      writes: [written({ op: "add", path: "/spec/selector/role", value: "replica" })],
      instructions: [],
      changes: [{ path: "selector.role", from: "primary", to: "replica" }],
      impact: { lines: ["2 ready endpoints now, 1 ready pod afterwards"], keepServing: 1, budgetAllows: null },
      warnings: [OPEN],
      equivalent: `kubectl -n ml patch service/kv-store --type=merge -p '{"spec":{"selector":{"role":"replica"}}}'`,
      undo: "sets the selector back to app=kv-store, role=primary, unless somebody changes it meanwhile",
      before: {
        fields: expect.any(Object),
        selector: { role: "primary" },
        after: { app: "kv-store", role: "replica" },
      },
      completionSeconds: 60,
    });
    const moved = selectorFields({ ...service(), spec: { selector, type: "NodePort" } });
    expect(movedFields(plan.before["fields"], "s-1", moved)).toEqual(["spec.type"]);
  });

  test("adds a label that is new, takes one away, and leaves one that is so already", () => {
    const plan = led({ app: "kv-store", role: null, "example.com/zone": "b", gone: null });
    expect(plan.writes).toEqual([
      written(
        { op: "remove", path: "/spec/selector/role" },
        { op: "add", path: "/spec/selector/example.com~1zone", value: "b" },
      ),
    ]);
    expect(plan.changes).toEqual([
      { path: "selector.role", from: "primary", to: null },
      { path: "selector.example.com/zone", from: null, to: "b" },
    ]);
    expect(plan.equivalent).toContain('{"spec":{"selector":{"role":null,"example.com/zone":"b"}}}');
    expect(plan.before).toMatchObject({
      selector: { role: "primary", "example.com/zone": null },
      after: { app: "kv-store", "example.com/zone": "b" },
    });
  });

  test("what it keeps undoes it: the former labels made of the later ones", () => {
    const { before } = led({ role: null, zone: "b" });
    expect(changedSelector({ app: "kv-store", zone: "b" }, before["selector"] as SelectorChange)).toEqual(selector);
  });

  test("a label may be called as what every object has", () => {
    expect(led({ constructor: "b" }).changes).toEqual([{ path: "selector.constructor", from: null, to: "b" }]);
    expect(() => led({ constructor: null })).toThrow(
      refusal("service/kv-store selects app=kv-store, role=primary already"),
    );
  });

  test("to nowhere is said first, then who may take it back", () => {
    const plan = led({ role: "replica" }, [], ARGO);
    expect(plan.warnings).toEqual([
      "no ready pod matches app=kv-store, role=replica: the service would lead nowhere",
      ARGO_WARNING,
      OPEN,
    ]);
    expect(plan.impact).toMatchObject({ lines: ["2 ready endpoints now, 0 ready pods afterwards"], keepServing: 0 });
  });

  test("to the pods that it leads to already is refused", () => {
    expect(() => led({ role: "primary" })).toThrow(
      refusal("service/kv-store selects app=kv-store, role=primary already"),
    );
  });
});
