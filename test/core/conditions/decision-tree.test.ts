import { describe, expect, test } from "vitest";
import { decisionTree, endsOf, truthFrom, type Decision } from "../../../src/core/conditions/decision-tree.ts";
import type { Truth } from "../../../src/core/conditions/truth.ts";
import { normalForm } from "./normal-form.ts";

const NONE: ReadonlyMap<string, string> = new Map();
const names = new Map([
  ["few", "pods.ready < 3"],
  ["bad", "few && a.fail"],
]);
const textsOf = (condition: string) => endsOf(decisionTree(condition, names)).map(({ text }) => text);

describe("the ends of a condition, with definitions filled in", () => {
  test.each([
    ["few", ["pods.ready < 3"]],
    ["!bad || b.fail", ["pods.ready < 3", "a.fail", "b.fail"]],
    ["b.fail ? few : x", ["b.fail", "pods.ready < 3", "x"]],
    ["bad == b.fail", ["((pods.ready < 3) && a.fail) == b.fail"]],
    [
      "b.m['k'] && b.list.all(x, few) && size(b.list) > 2",
      ["b.m['k']", "b.list.all(x, (pods.ready < 3))", "size(b.list) > 2"],
    ],
    ["b.few && f(b) && [true] == [few]", ["b.few", "f(b)", "[true] == [(pods.ready < 3)]"]],
    ["true", ["true"]],
  ])("%s", (condition, texts) => {
    const found = textsOf(condition);
    expect(found.map(normalForm)).toEqual(texts.map(normalForm));
    expect(found.filter((text) => /^\([^()]*\)$/.test(text))).toEqual([]);
  });
});

describe("decisions follow Kleene's strong logic", () => {
  const given: Readonly<Record<string, Truth>> = { t: true, f: false, u: "unknown" };
  const truthOf = (condition: string) =>
    truthFrom(decisionTree(condition, NONE), ({ text }) => given[text] ?? "unknown");
  test.each<[string, Truth]>([
    ["!t", false],
    ["!f", true],
    ["!u", "unknown"],
    ["t && t", true],
    ["t && f", false],
    ["f && f", false],
    ["u && t", "unknown"],
    ["t && u", "unknown"],
    ["u && u", "unknown"],
    ["u && f", false],
    ["f && u", false],
    ["t || f", true],
    ["f || f", false],
    ["t || u", true],
    ["u || t", true],
    ["u || f", "unknown"],
    ["f || u", "unknown"],
    ["u || u", "unknown"],
    ["t ? f : t", false],
    ["f ? f : t", true],
    ["t ? u : t", "unknown"],
    ["f ? u : t", true],
    ["u ? t : f", "unknown"],
    ["u ? t : t", "unknown"],
  ])("%s is %s", (condition, truth) => {
    expect(truthOf(condition)).toBe(truth);
  });
});

test("names that go round in a circle are refused, twenty that build on each other are not", () => {
  const chain = (length: number) =>
    new Map(Array.from({ length }, (_, n) => [`d${n}`, n === 0 ? "a.fail" : `d${n - 1}`] as const));
  expect(endsOf(decisionTree("d19", chain(20)))).toHaveLength(1);
  expect(() => decisionTree("d20", chain(21))).toThrow("its definitions go round in a circle");
  const circle = new Map([
    ["x", "y && a.fail"],
    ["y", "x || a.fail"],
  ]);
  expect(() => decisionTree("a.fail || x", circle)).toThrow("its definitions go round in a circle");
  expect(() => decisionTree("a.fail == x", circle)).toThrow("its definitions go round in a circle");
});

test("what grows beyond two thousand ends is refused", () => {
  const hundred = new Map([["d", Array.from({ length: 100 }, (_, n) => `a.x${n}`).join(" || ")]]);
  const twenty: string = Array.from({ length: 20 }, () => "d").join(" && ");
  const whole: Decision = decisionTree(twenty, hundred);
  expect(endsOf(whole)).toHaveLength(2_000);
  expect(() => decisionTree(`${twenty} && b.fail`, hundred)).toThrow("with its definitions filled in it is too long");
});
