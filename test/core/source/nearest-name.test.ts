import { expect, test } from "vitest";
import { meant, nearestName } from "../../../src/core/source/nearest-name.ts";

const known = ["investigation", "mitigation", "escalation", "for", "ready"];

test.each([
  ["investigaton", "investigation"],
  ["INVESTIGATION", "investigation"],
  ["mitigations", "mitigation"],
  // A third of the letters may differ.
  ["exxxlation", "escalation"],
  ["exxxxation", null],
  ["fro", "for"],
  ["fox", "for"],
  ["fxx", null],
  ["raedy", "ready"],
  ["something else", null],
  ["", null],
])("%s is meant as %s", (name, nearest) => {
  expect(nearestName(name, known)).toBe(nearest);
});

test("the nearest of several is meant, and of two that are as near the first", () => {
  expect(nearestName("pod", ["node", "pods", "pot"])).toBe("pods");
  expect(nearestName("pod", [])).toBeNull();
});

test("of two that are long alike or not, it is the longer whose letters are counted", () => {
  expect(nearestName("abcd", ["abcdef"])).toBe("abcdef");
  expect(nearestName("abcdef", ["abcd"])).toBe("abcd");
});

test("the same letters in quite another order are another name", () => {
  expect(nearestName("stop", ["post"])).toBeNull();
});

test("what is longer than any name is nobody's", () => {
  expect(nearestName("a".repeat(100), ["a".repeat(99)])).toBe("a".repeat(99));
  expect(nearestName("a".repeat(101), ["a".repeat(100)])).toBeNull();
});

test("where none is meant, what there is is listed, twenty at most", () => {
  expect(meant("fro", known)).toBe("did you mean for?");
  expect(meant("something else", known)).toBe("there is: investigation, mitigation, escalation, for, ready");
  expect(meant("something else", [])).toBeNull();
  const many = Array.from({ length: 21 }, (_, index) => `check-${index}`);
  expect(meant("pods", many.slice(0, 20))).toBe(`there is: ${many.slice(0, 20).join(", ")}`);
  expect(meant("pods", many)).toBe(`there is: ${many.slice(0, 20).join(", ")}, …`);
});
