import { describe, expect, test } from "vitest";
import { conditionsByName, expandNames } from "../../../src/core/conditions/expand-names.ts";
import { normalForm } from "./normal-form.ts";
import { runbookOf } from "../runbook/results.ts";

const cause = (id: string, when: string) => ({ id, when, title: "", because: "" });
const runbook = () =>
  runbookOf(["a", "b-c"], {
    define: { "few-pods": "pods.ready < 3", both: "few_pods && a.fail" },
    causes: [cause("bad-release", "both || b_c.fail"), cause("b-c", "a.fail"), cause("a", "true")],
  });

test("definitions and causes can be named, but for a cause that is called as a check is", () => {
  expect([...conditionsByName(runbook())]).toEqual([
    ["few_pods", "pods.ready < 3"],
    ["both", "few_pods && a.fail"],
    ["bad_release", "both || b_c.fail"],
  ]);
  expect([...conditionsByName({ causes: [cause("a", "b.fail")] })]).toEqual([["a", "b.fail"]]);
});

describe("what a condition says over checks and parameters alone", () => {
  test.each([
    ["few_pods", "pods.ready < 3"],
    ["!few_pods", "!(pods.ready < 3)"],
    ["few_pods == a.fail", "(pods.ready < 3) == a.fail"],
    ["a.fail == few_pods", "a.fail == (pods.ready < 3)"],
    ["both == both", "((pods.ready < 3) && a.fail) == ((pods.ready < 3) && a.fail)"],
    ["!bad_release", "!((pods.ready < 3 && a.fail) || b_c.fail)"],
    ["b_c.value > (few_pods ? 4 / 2 : 3)", "b_c.value > (pods.ready < 3 ? 4 / 2 : 3)"],
  ])("%s", (condition, meaning) => {
    expect(normalForm(expandNames(runbook(), condition))).toBe(normalForm(meaning));
  });

  test.each(["a.fail  &&  !b_c.fail", "a.few_pods", "'both'"])("without such names it stays as written: %s", (text) => {
    expect(expandNames(runbook(), text)).toBe(text);
  });
});

test("the same runbook's condition is worked out once, another's anew", () => {
  const one = runbook();
  expect(expandNames(one, "few_pods")).toBe(expandNames(one, "few_pods"));
  const other = runbookOf(["a"], { define: { "few-pods": "a.fail" } });
  expect(normalForm(expandNames(other, "few_pods"))).toBe("a.fail");
  expect(normalForm(expandNames(one, "few_pods"))).toBe(normalForm("pods.ready < 3"));
});

test("names that go round in a circle are refused, twenty that build on each other are not", () => {
  const chain = (length: number) => {
    const named = Array.from({ length }, (_, n) => [`d${n}`, n === 0 ? "a.fail" : `d${n - 1}`] as const);
    return runbookOf(["a"], { define: Object.fromEntries(named) });
  };
  expect(normalForm(expandNames(chain(20), "d19"))).toBe("a.fail");
  expect(() => expandNames(chain(21), "d20")).toThrow("go round in a circle, or build on each other too deeply");
  const circle = runbookOf(["a"], { define: { x: "y || a.fail", y: "x" } });
  expect(() => expandNames(circle, "a.fail || x")).toThrow("go round in a circle, or build on each other too deeply");
});

test("what grows beyond twenty thousand characters is refused", () => {
  const long = runbookOf(["a"], {
    define: { d: `a.name == '${"x".repeat(9_900)}'`, double: "d || d", more: "double || d" },
  });
  expect(expandNames(long, "double").length).toBeLessThanOrEqual(20_000);
  expect(() => expandNames(long, "more")).toThrow("with its definitions filled in it is too long");
});
