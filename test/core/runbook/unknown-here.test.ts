import { expect, test } from "vitest";
import { unknownHere } from "../../../src/core/runbook/unknown-here.ts";
import type { Runbook } from "../../../src/core/runbook/runbook.ts";
import { runbookOf } from "./results.ts";
import { catalog } from "./small-catalog.ts";

const [check] = runbookOf(["pods"]).investigation;
if (check === undefined) throw new Error("there is no check");
const look = { ...check, probe: "test.look", args: { target: "api" } };
const fix = {
  id: "fix",
  for: ["bad"],
  action: "test.scale",
  args: { target: "api" },
  requires: null,
  verify: [],
  note: null,
};
const bad = { id: "bad", title: "bad", because: "bad", when: "pods.fail" };
const known: Runbook = runbookOf([], { investigation: [look], causes: [bad], mitigation: [fix] });

const unknown = (changes: Partial<Runbook>): readonly string[] => unknownHere({ ...known, ...changes }, {}, catalog);

test("a runbook from elsewhere that asks for nothing but what is here can be run", () => {
  expect(unknown({})).toEqual([]);
});

test("what another version had, and this one has not, is told with who needs it", () => {
  expect(unknown({ investigation: [{ ...look, probe: "test.smell" }] })).toEqual([
    "pods: there is no probe test.smell",
  ]);
  expect(unknown({ mitigation: [{ ...fix, action: "test.pray" }] })).toEqual(["fix: there is no action test.pray"]);
});

test("arguments that do not fit here are told", () => {
  expect(unknown({ mitigation: [{ ...fix, args: {} }] })).toEqual([
    expect.stringMatching(/^fix: the arguments do not fit: /),
  ]);
});

test.each<[string, Partial<Runbook>]>([
  ["a definition", { define: { broken: "pods.fail +" } }],
  ["a check's pass", { investigation: [{ ...look, expect: { pass: "pods.fail +", fail: null, warn: null } }] }],
  ["a check's fail", { investigation: [{ ...look, expect: { pass: null, fail: "pods.fail +", warn: null } }] }],
  ["a check's warn", { investigation: [{ ...look, expect: { pass: null, fail: null, warn: "pods.fail +" } }] }],
  ["a cause", { causes: [{ ...bad, when: "pods.fail +" }] }],
  ["what a cause explains", { causes: [{ ...bad, explains: [{ check: "pods", when: "pods.fail +" }] }] }],
  ["a mitigation", { mitigation: [{ ...fix, requires: "pods.fail +" }] }],
  ["an escalation", { escalation: [{ afterMs: null, when: "pods.fail +", page: "secondary" }] }],
])("a condition that cannot be read here is told: of %s", (_, changes) => {
  expect(unknown(changes)).toEqual([expect.stringMatching(/^the condition pods\.fail \+: ./)]);
});
