import { describe, expect, test } from "vitest";
import type { DisruptionBudget } from "../../../src/actions/kubernetes/objects.ts";
import { replacementImpact } from "../../../src/actions/kubernetes/replacement-impact.ts";
import { deployment, pod, scene } from "./fixtures.ts";

const ready = (count: number, owner: string) =>
  Array.from({ length: count }, (_, i) => pod(`${owner}-r${i}`, owner, true));
const broken = (count: number, owner: string) =>
  Array.from({ length: count }, (_, i) => pod(`${owner}-b${i}`, owner, false));
const recreate = deployment({ strategy: { type: "Recreate" } });

const budget = (disruptionsAllowed: number, app = "feature-api"): DisruptionBudget => ({
  metadata: { name: "feature-api", uid: "pdb-1", resourceVersion: "60" },
  spec: { selector: { matchLabels: { app } } },
  status: { disruptionsAllowed },
});

describe("what replacing the pods does", () => {
  test.each([
    ["all ready, all replaced: the strategy's floor", scene({ pods: ready(4, "new") }), null, 3],
    [
      "a crash loop behind a rolling update: the old ones stay",
      scene({ pods: [...ready(3, "old"), ...broken(2, "new")] }),
      "old",
      3,
    ],
    ["fewer ready than the floor", scene({ pods: [...ready(1, "new"), ...broken(3, "new")] }), null, 1],
    ["none ready", scene({ pods: broken(4, "new") }), null, 0],
    ["Recreate stops all", scene({ deployment: recreate, pods: ready(4, "new") }), null, 0],
    [
      "Recreate, but some have the template already",
      scene({ deployment: recreate, pods: [...ready(2, "new"), ...ready(1, "old")] }),
      "old",
      1,
    ],
    [
      "Recreate, and of those with the template already one is not ready",
      scene({ deployment: recreate, pods: [...ready(2, "new"), ...ready(1, "old"), ...broken(1, "old")] }),
      "old",
      1,
    ],
  ])("%s", (_, before, kept, keepServing) => {
    expect(replacementImpact(before, kept).keepServing).toBe(keepServing);
  });

  test("counts the pods and the ready ones among them", () => {
    const { lines } = replacementImpact(
      scene({ pods: [...ready(3, "old"), ...ready(1, "new"), ...broken(2, "new")] }),
      "old",
    );
    expect(lines[0]).toBe("3 pods replaced, 1 of them ready; at least 3 keep serving");
  });

  test.each([
    ["a rolling update", deployment(), "at most 1 more and 1 fewer at a time"],
    ["Recreate", recreate, "all are stopped before new ones start (strategy Recreate)"],
  ])("tells the pace of %s", (_, each, pace) => {
    expect(replacementImpact(scene({ deployment: each, pods: ready(4, "new") }), null).lines[1]).toBe(pace);
  });

  test.each([
    ["none covers the pods", [budget(0, "another")], null],
    ["allows what is taken", [budget(1)], true],
    ["allows none", [budget(0)], false],
    ["the strictest counts", [budget(2), budget(0)], false],
  ])("disruption budget: %s", (_, value, allows) => {
    const before = scene({ pods: ready(4, "new"), budgets: { readable: true, value } });
    expect(replacementImpact(before, null).budgetAllows).toBe(allows);
  });

  test("a budget that is used up by broken pods does not forbid to replace them", () => {
    const before = scene({
      pods: [...ready(3, "old"), ...broken(1, "new")],
      budgets: { readable: true, value: [budget(0)] },
    });
    expect(replacementImpact(before, "old").budgetAllows).toBe(true);
  });

  // What a budget allows stands beside how many ready pods are replaced: the one must not deny the other.
  test.each([
    ["no ready one is replaced", [...ready(3, "old"), ...broken(1, "new")], "no ready pod is taken"],
    [
      "those that serve wait for their successors: fewer serve than the floor of 3",
      [...ready(2, "new"), ...broken(3, "new")],
      "no pod that serves is taken before another does",
    ],
  ])("what is taken: %s", (_, pods, words) => {
    const before = scene({ pods, budgets: { readable: true, value: [budget(0)] } });
    expect(replacementImpact(before, "old").lines.at(-1)).toBe(`disruption budget feature-api allows 0; ${words}`);
  });

  test("budgets that cannot be read are said to be unknown", () => {
    const before = scene({ pods: ready(4, "new"), budgets: { readable: false, problem: "forbidden" } });
    const impact = replacementImpact(before, null);
    expect(impact.budgetAllows).toBeNull();
    expect(impact.lines.join()).toContain("unknown: forbidden");
  });
});
