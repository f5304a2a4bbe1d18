import { describe, expect, test } from "vitest";
import { evaluateCauses, offeredMitigations, unexplainedSymptoms } from "../../../src/core/runbook/diagnosis.ts";
import type { Cause, Mitigation, Runbook } from "../../../src/core/runbook/runbook.ts";
import { result, results, runbookOf } from "./results.ts";

type Given = Parameters<typeof results>[0];

const cause = (id: string, when: string, more: Partial<Cause> = {}): Cause => ({
  id,
  title: id,
  because: id,
  when,
  ...more,
});
const mitigation = (id: string, against: readonly string[], more: Partial<Mitigation> = {}): Mitigation => ({
  id,
  for: against,
  action: "manual",
  args: {},
  requires: null,
  verify: [],
  note: null,
  ...more,
});

function offered(runbook: Runbook, given: Given) {
  const found = results(given);
  return offeredMitigations(runbook, evaluateCauses(runbook, found, {}), found, {});
}

function unexplained(runbook: Runbook, given: Given): readonly string[] {
  const found = results(given);
  return unexplainedSymptoms(runbook, evaluateCauses(runbook, found, {}), found);
}

test("each cause has its words filled in, whether it holds or not, or cannot be told", () => {
  const causes = [
    cause("bad", "pods.fail", { title: "{{ pods.ready }} ready", because: "only {{ pods.ready }} of them" }),
    cause("gone", "pods.pass"),
    cause("odd", "store.fail"),
  ];
  const found = results({ pods: result("fail", { ready: 2 }), store: result("error") });
  expect(evaluateCauses(runbookOf(["pods", "store"], { causes }), found, {})).toEqual([
    { id: "bad", title: "2 ready", because: "only 2 of them", truth: true },
    { id: "gone", title: "gone", because: "gone", truth: false },
    { id: "odd", title: "odd", because: "odd", truth: "unknown" },
  ]);
});

describe("what may be proposed", () => {
  const causes = [cause("bad", "pods.fail"), cause("worse", "store.fail"), cause("odd", "store.pass")];
  const both = { pods: result("fail", { ready: 2 }), store: result("fail") };
  const of = (mitigations: readonly Mitigation[]) =>
    offered(runbookOf(["pods", "store"], { causes, mitigation: mitigations }), both).map((one) => [
      one.mitigation.id,
      one.cause,
    ]);

  test("is what helps against the causes that hold, the first cause first, each mitigation once", () => {
    const mitigations = [
      mitigation("second", ["worse"]),
      mitigation("either", ["worse", "bad"]),
      mitigation("other", ["odd"]),
      mitigation("first", ["bad"]),
    ];
    expect(of(mitigations)).toEqual([
      ["either", "bad"],
      ["first", "bad"],
      ["second", "worse"],
    ]);
  });

  test("only where what it requires is known to hold", () => {
    const mitigations = ["pods.ready == 2", "pods.ready == 3", "pods.since != null"].map((requires, index) =>
      mitigation(`m${index}`, ["bad"], { requires }),
    );
    expect(of(mitigations)).toEqual([["m0", "bad"]]);
  });

  test("with the note for its cause, filled in; one that says nothing is none", () => {
    const notes = { worse: "for worse: {{ pods.ready }}" };
    const mitigations = [
      mitigation("by-cause", ["worse"], { note: "any", notes }),
      mitigation("any", ["bad"], { note: "{{ pods.ready }} pods are ready", notes }),
      mitigation("silent", ["bad"]),
      mitigation("blank", ["bad"], { note: " " }),
    ];
    const found = offered(runbookOf(["pods", "store"], { causes, mitigation: mitigations }), both);
    expect(Object.fromEntries(found.map((one) => [one.mitigation.id, one.mitigation.note]))).toEqual({
      "by-cause": "for worse: 2",
      any: "2 pods are ready",
      silent: null,
      blank: null,
    });
  });
});

describe("a failing symptom that no cause accounts for", () => {
  const runbook = runbookOf(["pods", "store", "orders"], {
    causes: [cause("bad", "pods.fail && !store.pass"), cause("slow", "orders.fail && store.pass")],
  });
  const failing = { pods: result("fail"), store: result("fail"), orders: result("fail") };

  test("is unexplained; a cause that holds accounts for what its condition reads", () => {
    expect(unexplained(runbook, failing)).toEqual(["orders"]);
  });

  test("and one that does not hold accounts for nothing", () => {
    expect(unexplained(runbook, { ...failing, pods: result("pass") })).toEqual(["store", "orders"]);
  });

  test("is none where it passes or cannot be told, or is evidence only", () => {
    expect(unexplained(runbook, { ...failing, orders: result("error") })).toEqual([]);
    const investigation = runbook.investigation.map((check) => ({ ...check, role: "evidence" as const }));
    expect(unexplained({ ...runbook, investigation }, failing)).toEqual([]);
  });

  test("a cause that says itself what it explains accounts for that, where its condition holds", () => {
    const explains = [
      { check: "orders", when: null },
      { check: "store", when: "store.ready == 0" },
    ];
    const own = { ...runbook, causes: [cause("bad", "pods.fail", { explains })] };
    expect(unexplained(own, { ...failing, store: result("fail", { ready: 0 }) })).toEqual(["pods"]);
    expect(unexplained(own, { ...failing, store: result("fail", { ready: 1 }) })).toEqual(["pods", "store"]);
    expect(unexplained(own, failing)).toEqual(["pods", "store"]);
  });
});
