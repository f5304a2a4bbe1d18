import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checksRead } from "../../../src/core/conditions/checks-read.ts";
import { evaluateCondition, expressionIn } from "../../../src/core/conditions/evaluate-condition.ts";
import type { Truth } from "../../../src/core/conditions/truth.ts";
import { result, results, runbookOf } from "../runbook/results.ts";

const onset = "2026-03-01T03:06:40Z";
const runbook = runbookOf(["a", "b-c", "rollout", "pods"], {
  parameters: {
    suspect: { type: "duration", default: "1h", required: true, description: null },
    replicas: { type: "integer", default: null, required: false, description: null },
  },
  define: { release: "rollout.changedAt < a.onsetAt && a.onsetAt - rollout.changedAt <= params.suspect" },
  causes: [{ id: "bad-release", title: "", because: "", when: "release && b_c.fail" }],
});

function evaluate(condition: string, given: Parameters<typeof results>[0] = {}, parameters = {}): Truth {
  return evaluateCondition(runbook, condition, results(given), { suspect: "1h", replicas: null, ...parameters });
}

describe("three values", () => {
  const states = { pass: result("pass"), fail: result("fail"), none: result("inconclusive") } as const;
  type State = keyof typeof states;
  const atom = (state: State): Truth => (state === "none" ? "unknown" : state === "fail");
  const not = (value: Truth): Truth => (value === "unknown" ? value : !value);
  const or = (x: Truth, y: Truth): Truth =>
    x === true || y === true ? true : x === false && y === false ? false : "unknown";
  const { expression } = fc.letrec<{ expression: Sample }>((tie) => ({
    expression: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom<Sample>(["a.fail", ({ a }) => atom(a)], ["b_c.fail", ({ b }) => atom(b)]),
      tie("expression").map(([text, value]): Sample => [`!(${text})`, (given) => not(value(given))]),
      fc
        .tuple(tie("expression"), tie("expression"))
        .map(([[l, lv], [r, rv]]): Sample => [`(${l} || ${r})`, (given) => or(lv(given), rv(given))]),
      fc
        .tuple(tie("expression"), tie("expression"))
        .map(([[l, lv], [r, rv]]): Sample => [`(${l}) && (${r})`, (given) => not(or(not(lv(given)), not(rv(given))))]),
    ),
  }));
  type Given = { readonly a: State; readonly b: State };
  type Sample = readonly [string, (given: Given) => Truth];

  test("conditions follow Kleene's strong logic, whatever their shape", () => {
    const state = fc.constantFrom<State>("pass", "fail", "none");
    fc.assert(
      fc.property(expression, state, state, ([text, value], a, b) => {
        expect(evaluate(text, { a: states[a], "b-c": states[b] })).toBe(value({ a, b }));
      }),
      { numRuns: 300 },
    );
  });
});

describe("what is known of a check", () => {
  test.each([
    ["a.fail", result("fail"), true],
    ["a.pass", result("fail"), false],
    ["a.fail", result("error"), "unknown"],
    ["a.fail", result("skipped"), "unknown"],
    ["a.decided", result("inconclusive"), false],
    ["a.decided", result("pass"), true],
    ["a.unreachable", result("inconclusive", {}, "timeout"), true],
    ["a.unreachable", result("error", {}, "forbidden"), false],
    ["a.unreachable", result("skipped"), "unknown"],
    ["a.value > 3", result("inconclusive", { value: 4 }), "unknown"],
    ["a.value > 3", result("fail", { value: 4 }), true],
    ["a.value > 3", result("fail", { value: null }), "unknown"],
    ["a.value == null", result("fail", { value: null }), true],
    ["a.value == null", result("error"), "unknown"],
    ["a.onsetAt != null && a.onsetAt > timestamp('2026-01-01T00:00:00Z')", result("fail", { onsetAt: null }), false],
    ["a.onsetAt != null && a.onsetAt > timestamp('2026-01-01T00:00:00Z')", result("fail", { onsetAt: onset }), true],
    ["!a.decided || a.onsetAt == null", result("error"), true],
    ["a.changedBefore(timestamp('2026-03-01T03:06:40Z'))", result("fail", { changedAt: onset }), true],
    ["a.changedBefore(timestamp('2026-03-01T03:06:39Z'))", result("fail", { changedAt: onset }), false],
    ["a.changedBefore(timestamp('2026-03-01T03:06:39Z'))", result("fail", { changedAt: null }), "unknown"],
    ["a.changedBefore(timestamp('2026-03-01T03:06:39Z'))", result("error"), "unknown"],
    ["a.changedBefore(a.onsetAt)", result("fail", { changedAt: onset, onsetAt: null }), "unknown"],
    ["'X' in a.reasons", result("fail", { reasons: { X: 2 } }), true],
    [
      "a.unhealthy.all(p, p.revision == 14 && p.since < timestamp('2027-01-01T00:00:00Z'))",
      result("fail", { unhealthy: [{ revision: 14, since: onset }] }),
      true,
    ],
  ] as const)("%s", (condition, given, expected) => {
    expect(evaluate(condition, { a: given })).toBe(expected);
  });

  test("a check without a result is undecided", () => {
    expect(evaluate("a.decided || a.fail")).toBe("unknown");
    expect(evaluate("!a.decided")).toBe(true);
  });
});

describe("definitions, causes and parameters", () => {
  const at = (changedAt: string) => ({
    a: result("fail", { onsetAt: onset }),
    rollout: result("pass", { changedAt }),
    "b-c": result("fail"),
  });
  test.each([
    ["2026-03-01T03:05:10Z", true],
    ["2026-03-01T02:06:40Z", true],
    ["2026-03-01T02:06:39Z", false],
    ["2026-03-01T03:06:41Z", false],
  ])("a release at %s before an onset at 03:06:40 with suspect = 1h: %s", (changedAt, expected) => {
    expect(evaluate("release", at(changedAt))).toBe(expected);
    expect(evaluate("bad_release", at(changedAt))).toBe(expected);
    expect(evaluate("!bad_release && b_c.fail", at(changedAt))).toBe(!expected);
  });

  test("a duration parameter decides", () => {
    expect(evaluate("release", at("2026-03-01T02:06:39Z"), { suspect: "2h" })).toBe(true);
    expect(evaluate("params.replicas == null")).toBe(true);
    expect(evaluate("params.replicas > 2", {}, { replicas: 3 })).toBe(true);
  });

  test("the checks behind a condition are found through its names", () => {
    expect(checksRead(runbook, "bad_release")).toEqual(["a", "b-c", "rollout"]);
    expect(checksRead(runbook, "pods.list.exists(x, x.a)")).toEqual(["pods"]);
  });

  test("an expression has a value, through definitions too, or none that can be told", () => {
    const valueOf = (expression: string, define = {}) =>
      expressionIn(runbookOf(["a"], { define }), expression, context);
    const context = { a: { decided: true, value: 2, fail: true }, params: {} };
    expect(valueOf("a.value + 1")).toBe(3);
    expect(valueOf("failed ? 'down' : 'up'", { failed: "a.fail" })).toBe("down");
    expect(valueOf("a.none + 1")).toBeUndefined();
    expect(valueOf("a.value +")).toBeUndefined();
    expect(valueOf("x", { x: "y", y: "x" })).toBeUndefined();
  });

  test("definitions in a circle are unknown, and end", () => {
    const circular = runbookOf(["a"], { define: { x: "y || a.fail", y: "x" } });
    expect(evaluateCondition(circular, "x", results({ a: result("fail") }), {})).toBe("unknown");
  });

  test("definitions that double at every step are refused in time", () => {
    const define = Object.fromEntries(
      Array.from({ length: 19 }, (_, n) => [`d${n}`, n === 0 ? "a.fail" : `d${n - 1} && d${n - 1}`]),
    );
    expect(evaluateCondition(runbookOf(["a"], { define }), "d18", results({ a: result("fail") }), {})).toBe("unknown");
  });
});
