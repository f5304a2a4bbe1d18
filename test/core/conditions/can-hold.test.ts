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
  ["true && a.fail", true],
  ["!true && a.fail", false],
  ["a.fail == true && a.pass", false],
  ["a.fail == b.fail && a.fail && b.pass", false],
  ["a.fail == (params.x > 3) && a.fail", true],
  ["(params.x > 3 || a.fail) != a.fail && a.fail", false],
  ["both == false && a.fail && b.fail", false],
  ["a.unreachable && a.pass", true],
  ["!a.unreachable && !a.decided", true],
  ["'value' in a", true],
  ["1 > 2", true],
  ["!3 && !!3", true],
])("%s: %s", (condition, expected) => {
  expect(canHold(named, condition, ["a", "b"])).toBe(expected);
});

test("a check that it does not name takes no part", () => {
  const others = Array.from({ length: 30 }, (_, n) => `k${n}`);
  expect(canHold(named, "a.fail && a.value > 3 && a.pass", [...others, "a"])).toBe(false);
});

test("hyphens are underscores", () => {
  expect(canHold({ causes: [] }, "a_b.fail && a_b.pass", ["a-b"])).toBe(false);
});

test("what takes too many trials is given the benefit of the doubt", () => {
  const others = Array.from({ length: 13 }, (_, n) => `k${n}`);
  const each = others.map((check) => `(${check}.fail || ${check}.pass)`).join(" && ");
  expect(canHold({ causes: [] }, `${each} && a.fail && a.pass`, [...others, "a"])).toBe(true);
  expect(canHold({ causes: [] }, `${each} && a.fail && a.pass`, ["a", ...others])).toBe(false);
});

test("many checks end in time", () => {
  const checks = Array.from({ length: 40 }, (_, n) => `k${n}`);
  const condition = `${checks.map((check) => `(${check}.fail || ${check}.value > 1)`).join(" && ")} && k0.pass && k0.fail`;
  expect(canHold({ causes: [] }, condition, checks)).toBe(false);
});
