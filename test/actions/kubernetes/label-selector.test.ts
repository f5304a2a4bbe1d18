import { describe, expect, test } from "vitest";
import { selects } from "../../../src/actions/kubernetes/label-selector.ts";
import type { LabelSelector } from "../../../src/clients/kubernetes-objects/api-objects.ts";
import { selectorQuery } from "../../../src/clients/kubernetes-objects/selector-query.ts";

const selector = {
  matchLabels: { app: "feature-api" },
  matchExpressions: [
    { key: "tier", operator: "In", values: ["a", "b"] },
    { key: "canary", operator: "DoesNotExist" },
    { key: "zone", operator: "NotIn", values: ["x"] },
    { key: "team", operator: "Exists" },
  ],
};

describe("label selectors", () => {
  test("as the list query writes them", () => {
    expect(selectorQuery(selector)).toBe("app=feature-api,tier in (a,b),!canary,zone notin (x),team");
  });

  test("labels with a prefix, and without a value", () => {
    const matchLabels = { "kubernetes.io/service-name": "kv", role: "" };
    expect(selectorQuery({ matchLabels })).toBe("kubernetes.io/service-name=kv,role=");
  });

  test.each<LabelSelector>([
    { matchLabels: { app: "a,role=primary" } },
    { matchLabels: { app: "a b" } },
    { matchLabels: { "a=b": "c" } },
    { matchLabels: { app: "!x" } },
    { matchLabels: { "": "x" } },
    { matchExpressions: [{ key: "a,b", operator: "Exists" }] },
    { matchExpressions: [{ key: "!a", operator: "DoesNotExist" }] },
    { matchExpressions: [{ key: "a", operator: "In", values: ["b", "c),d in (e"] }] },
  ])("one that would say something else is refused: %j", (other) => {
    expect(() => selectorQuery(other)).toThrow(/of a label in Kubernetes/);
  });

  test.each([
    ["all hold", { app: "feature-api", tier: "a", team: "ml" }, true],
    ["another label value", { app: "kv", tier: "a", team: "ml" }, false],
    ["not in the list", { app: "feature-api", tier: "c", team: "ml" }, false],
    ["has what must not exist", { app: "feature-api", tier: "a", team: "ml", canary: "" }, false],
    ["is in the excluded list", { app: "feature-api", tier: "a", team: "ml", zone: "x" }, false],
    ["is in no excluded list", { app: "feature-api", tier: "b", team: "ml", zone: "y" }, true],
    ["lacks the label that is to be in a list", { app: "feature-api", team: "ml" }, false],
    ["lacks what must exist", { app: "feature-api", tier: "a" }, false],
  ])("%s", (_, labels, selected) => {
    expect(selects(selector, labels)).toBe(selected);
  });

  test("an empty selector selects all, none selects none", () => {
    expect([selects({}, { a: "b" }), selects(null, { a: "b" }), selects(undefined, {})]).toEqual([true, false, false]);
  });

  test.each([
    ["In a list that is missing: none", "In", false],
    ["NotIn a list that is missing: all", "NotIn", true],
    ["an operator that this version does not know: none, rather than too many", "Near", false],
  ])("%s", (_, operator, selected) => {
    expect(selects({ matchExpressions: [{ key: "tier", operator }] }, { tier: "a" })).toBe(selected);
  });
});
