import { describe, expect, test } from "vitest";
import { askBudgets, type Spared } from "../../../src/actions/kubernetes/disruption-budgets.ts";
import type { DisruptionBudget } from "../../../src/actions/kubernetes/objects.ts";
import type { LabelSelector } from "../../../src/clients/kubernetes-objects/api-objects.ts";

const labels = { app: "feature-api" };

function budget(name: string, allowed: number | null, selector: LabelSelector | null) {
  return {
    metadata: { name, uid: name, resourceVersion: "60" },
    spec: { selector },
    ...(allowed === null ? {} : { status: { disruptionsAllowed: allowed } }),
  };
}

const own = (name: string, allowed: number | null) => budget(name, allowed, { matchLabels: labels });
const ask = (value: readonly DisruptionBudget[], disrupted: number, spared: Spared = "every-ready-pod") =>
  askBudgets({ readable: true, value }, labels, { disrupted, spared });

describe("what disruption budgets say", () => {
  test.each([
    ["fewer than are taken", 1, 2, false, "disruption budget a allows 1; this takes 2"],
    ["just as many as are taken", 2, 2, true, "disruption budget a allows 2"],
    ["more than are taken", 3, 2, true, "disruption budget a allows 3"],
    ["none, where none is taken", 0, 0, true, "disruption budget a allows 0; no ready pod is taken"],
    ["nothing yet: its controller has not counted", null, 1, false, "disruption budget a allows 0; this takes 1"],
  ])("%s", (_, allowed, disrupted, allows, line) => {
    expect(ask([own("a", allowed)], disrupted)).toEqual({ allows, lines: [line] });
  });

  test.each([
    ["every-ready-pod", "no ready pod is taken"],
    ["every-serving-pod", "no ready pod is taken but such as are not counted"],
    ["serving-pods-until-replaced", "no pod that serves is taken before another does"],
  ] as const)("where none is lost at a time: %s", (spared, words) => {
    expect(ask([own("a", 0)], 0, spared)).toEqual({ allows: true, lines: [`disruption budget a allows 0; ${words}`] });
  });

  test("each that covers the pods is told, and one that forbids is enough", () => {
    const opinion = ask([own("a", 2), budget("other", 0, { matchLabels: { app: "kv" } }), own("b", 1)], 2);
    expect(opinion).toEqual({
      allows: false,
      lines: ["disruption budget a allows 2", "disruption budget b allows 1; this takes 2"],
    });
  });

  test("an empty selector covers every pod, none covers no pod", () => {
    expect(ask([budget("all", 0, {}), budget("none", 0, null)], 1)).toEqual({
      allows: false,
      lines: ["disruption budget all allows 0; this takes 1"],
    });
  });

  test("no opinion and no word where none covers the pods", () => {
    expect(ask([budget("other", 0, { matchLabels: { app: "kv" } })], 1)).toEqual({ allows: null, lines: [] });
  });

  test("no opinion where they cannot be read, and why", () => {
    expect(
      askBudgets({ readable: false, problem: "forbidden" }, labels, { disrupted: 1, spared: "every-ready-pod" }),
    ).toEqual({
      allows: null,
      lines: ["disruption budgets unknown: forbidden"],
    });
  });
});
