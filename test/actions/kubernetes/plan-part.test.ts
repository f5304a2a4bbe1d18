import { describe, expect, test } from "vitest";
import { partOf, partsOf } from "../../../src/actions/kubernetes/plan-part.ts";
import { planRestart } from "../../../src/actions/kubernetes/plan-restart.ts";
import { planScale } from "../../../src/actions/kubernetes/plan-scale.ts";
import { asObject } from "../../../src/clients/kubernetes-objects/pod-template.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import { refusal } from "./expected.ts";
import { scene } from "./fixtures.ts";

const scaled = planScale("t", scene(), { replicas: 6, source: "as asked" });
const restarted = planRestart("t", scene(), "2026-11-22T03:15:00Z");
const other = { ...restarted, target: { ...restarted.target, name: "kv-store", uid: "d-2" } };
const parts = partsOf({ "1": scaled, "2": other });
const plan = { ...scaled, identity: "of both", before: { parts } };

describe("the part of a plan", () => {
  test("has its own target, identity and former state, also when it comes from a journal", () => {
    const recorded = JSON.parse(JSON.stringify(plan));
    expect(partOf(recorded, "1")).toEqual(scaled);
    const { target, identity, before } = other;
    expect(partOf(recorded, "2")).toEqual({ ...scaled, target, identity, before });
  });

  const { target, ...lost } = asObject(partsOf({ "2": other })["2"]);
  const without = (key: string) => ({ parts: { "2": { ...lost, target: { ...asObject(target), [key]: 7 } } } });
  test.each<[string, JsonObject]>([
    ["another plan", { fields: {} }],
    ["another write", { parts: { "1": parts["2"] ?? null } }],
    ["no target", { parts: { "2": lost } }],
    ["no kind", without("kind")],
    ["no namespace", without("namespace")],
    ["no name", without("name")],
    ["no uid", without("uid")],
    ["no identity", { parts: { "2": { ...asObject(parts["2"]), identity: null } } }],
  ])("is refused where it was not recorded: %s", (_, before) => {
    const words = "the recorded plan lacks what write 2 changes; nothing can be done from it";
    expect(() => partOf({ ...plan, before }, "2")).toThrow(refusal(words));
  });
});
