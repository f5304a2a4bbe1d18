import { expect, test } from "vitest";
import { canHold } from "../../../src/core/conditions/can-hold.ts";

const named = { define: { both: "a.fail && b.fail" }, causes: [{ id: "c", when: "both", title: "", because: "" }] };

test.each([
  ["a.fail", true],
  ["a.fail && a.pass", false],
  ["a.fail && !a.fail", false],
  ["(a.fail || b.fail) && a.pass && b.pass", false],
  ["both && a.pass", false],
  ["c && b.pass", false],
  ["a.value > 3 && a.value < 2", true],
  ["a.fail && a.value > 3", true],
  ["!a.decided && b.fail", true],
  ["!a.decided && a.fail", true],
  ["a.decided && !a.pass && !a.fail", false],
  ["a.pass ? a.fail : a.pass", false],
  ["params.x > 3 && a.fail", true],
  ["not a condition", true],
  ["false", false],
])("%s: %s", (condition, expected) => {
  expect(canHold(named, condition, ["a", "b"])).toBe(expected);
});

test("many checks end in time", () => {
  const checks = Array.from({ length: 40 }, (_, n) => `k${n}`);
  const condition = `${checks.map((check) => `(${check}.fail || ${check}.value > 1)`).join(" && ")} && k0.pass && k0.fail`;
  expect(canHold({ causes: [] }, condition, checks)).toBe(false);
});
