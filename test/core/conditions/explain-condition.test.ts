import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evaluateCondition } from "../../../src/core/conditions/evaluate-condition.ts";
import { conditionContext } from "../../../src/core/conditions/condition-context.ts";
import { explainCondition, type Explanation } from "../../../src/core/conditions/explain-condition.ts";
import { result, results, runbookOf } from "../runbook/results.ts";

const runbook = () =>
  runbookOf(["a", "b", "pods"], {
    define: { few: "pods.ready < 3", "some-fail": "a.fail || b.fail", bad: "some_fail && few" },
  });

function explain(condition: string, given: Parameters<typeof results>[0]): Explanation {
  return explainCondition(runbook(), condition, conditionContext(runbook(), results(given), {}));
}

const given = {
  a: result("fail", { value: 5 }),
  b: result("pass", { value: null, list: [{ ready: 1 }] }),
  pods: result("fail", { ready: 2, reasons: { OOMKilled: 2 } }),
};

describe("the ends that decide, what they are, and whether one alone would change the whole", () => {
  test.each<[string, Explanation["truth"], ...string[]]>([
    ["a.fail && b.fail", false, "b.fail is false, flips"],
    ["a.pass && b.fail", false, "a.pass is false", "b.fail is false"],
    ["a.fail || b.fail", true, "a.fail is true, flips"],
    ["a.fail || b.pass", true, "a.fail is true", "b.pass is true"],
    ["!(a.fail || b.fail)", false, "a.fail is true, flips"],
    ["a.fail && b.value > 3", "unknown", "b.value > 3 is unknown, flips"],
    ["b.value > 3 || b.other > 3", "unknown", "b.value > 3 is unknown, flips", "b.other > 3 is unknown, flips"],
    ["b.value > 3 && b.other > 3", "unknown", "b.value > 3 is unknown, flips", "b.other > 3 is unknown, flips"],
    ["a.pass && b.value > 3", false, "a.pass is false, flips"],
    ["a.fail ? b.fail : b.pass", false, "a.fail is true, flips", "b.fail is false, flips"],
    ["a.pass ? b.fail : b.pass", true, "a.pass is false, flips", "b.pass is true, flips"],
    ["a.fail ? b.pass : b.pass", true, "a.fail is true", "b.pass is true, flips"],
    ["b.value > 3 ? a.fail : a.pass", "unknown", "b.value > 3 is unknown, flips"],
    ["bad", true, "a.fail is true, flips", "pods.ready < 3 is true, flips"],
    ["a.fail && a.fail", true, "a.fail is true, flips"],
    ["a.fail != a.fail", false, "a.fail != a.fail is false, flips"],
  ])("%s: %s", (condition, truth, ...deciding) => {
    const explained = explain(condition, given);
    expect(explained.truth).toBe(truth);
    expect(explained.deciding.map((end) => `${end.text} is ${String(end.truth)}${end.flips ? ", flips" : ""}`)).toEqual(
      deciding,
    );
  });
});

describe("what an end read", () => {
  test.each([
    ["a.value > 3", [["a.value", "5"]]],
    [
      "b.value > a.value",
      [
        ["b.value", "unknown"],
        ["a.value", "5"],
      ],
    ],
    [
      "pods.reasons['OOMKilled'] > a.value - 1",
      [
        ["pods.reasons", "OOMKilled"],
        ["a.value", "5"],
      ],
    ],
    ["size(pods.reasons) > 3", [["pods.reasons", "OOMKilled"]]],
    [
      "pods.reasons.OOMKilled + pods.ready > 3",
      [
        ["pods.reasons.OOMKilled", "2"],
        ["pods.ready", "2"],
      ],
    ],
    [
      "few == b.fail",
      [
        ["pods.ready", "2"],
        ["b.fail", "false"],
      ],
    ],
    ["'x' == 'y'", []],
  ])("%s", (condition, values) => {
    const [end] = explain(condition, given).deciding;
    expect(end?.values.map(({ field, value }) => [field, value])).toEqual(values);
  });

  test.each([
    ["b.list.all(entry, entry.ready > a.value)", ["b.list", "a.value"]],
    ["b.list.exists(entry, entry.ready == 1 && entry.name == a.value)", ["b.list", "a.value"]],
  ])("the entries of a list have no value of their own: %s", (condition, fields) => {
    const [end] = explain(condition, given).deciding;
    expect(end?.values.map(({ field }) => field)).toEqual(fields);
  });
});

test.each([
  ["some_fail == false", false],
  ["b.fail == few", false],
  ["bad == a.fail", true],
  ["(few ? 1 : 2) == 1", true],
])("a definition inside a comparison is one operand of it: %s is %s", (condition, truth) => {
  expect(explain(condition, given).truth).toBe(truth);
});

test("a condition is explained as what it is evaluated to", () => {
  const { text } = fc.letrec<{ text: string }>((tie) => ({
    text: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom("a.fail", "b.fail", "pods.ready > 2", "few", "some_fail", "bad", "true"),
      tie("text").map((part) => `!(${part})`),
      fc
        .tuple(tie("text"), fc.constantFrom("&&", "||", "==", "!="), tie("text"))
        .map(([left, joint, right]) => `(${left}) ${joint} (${right})`),
      fc.tuple(tie("text"), tie("text"), tie("text")).map(([by, yes, no]) => `(${by}) ? (${yes}) : (${no})`),
    ),
  }));
  const some = fc.constantFrom(result("pass", { ready: 3 }), result("fail", { ready: 2 }), result("error"));
  fc.assert(
    fc.property(text, some, some, some, (condition, a, b, pods) => {
      const seen = { a, b, pods };
      expect(explain(condition, seen).truth).toBe(evaluateCondition(runbook(), condition, results(seen), {}));
    }),
    { numRuns: 100 },
  );
});

test.each(["a.fail &&", "'a'.matches('a')"])("what cannot be read is unknown, and nothing decides: %s", (condition) => {
  expect(explain(condition, given)).toEqual({ truth: "unknown", deciding: [] });
});
