import { Duration } from "@marcbachmann/cel-js/evaluator";
import { expect, test } from "vitest";
import { conditionContext } from "../../../src/core/conditions/condition-context.ts";
import { result, results, runbookOf } from "../runbook/results.ts";

const seen = (given: Parameters<typeof result>) =>
  conditionContext(runbookOf(["a-b"]), results({ "a-b": result(...given) }), {})["a_b"];

test.each<[Parameters<typeof result>, object]>([
  [["pass", { ready: 3 }], { ready: 3, decided: true, unreachable: false, pass: true, fail: false }],
  [["fail", { ready: 2 }], { ready: 2, decided: true, unreachable: false, pass: false, fail: true }],
  [["fail", { pass: "x" }, "timeout"], { decided: true, unreachable: true, pass: false, fail: true }],
  [["inconclusive", { ready: 2 }], { decided: false, unreachable: false }],
  [["error", { ready: 2 }, "forbidden"], { decided: false, unreachable: false }],
  [["skipped", { ready: 2 }, "timeout"], { decided: false }],
])("of a check that ended as %j conditions see %j", (given, fields) => {
  expect(seen(given)).toEqual(fields);
});

test.each(["unreachable", "timeout", "tls", "name-not-resolved"])("%s means that nothing answered", (code) => {
  expect(seen(["inconclusive", {}, code])).toEqual({ decided: false, unreachable: true });
});

test("a check that was not asked is undecided, and whether it can be reached is unknown", () => {
  expect(conditionContext(runbookOf(["a-b", "c"]), results({}), {})).toEqual({
    a_b: { decided: false },
    c: { decided: false },
    params: {},
  });
});

test("parameters stand under their names, durations as such", () => {
  const parameter = (type: "duration" | "string" | "integer") => ({
    type,
    default: null,
    required: false,
    description: null,
  });
  const parameters = {
    "max-age": parameter("duration"),
    never: parameter("duration"),
    garbled: parameter("duration"),
    word: parameter("string"),
    count: parameter("integer"),
    absent: parameter("string"),
  };
  const values = { "max-age": "1h30m", never: null, garbled: "soon", word: "1h", count: 3 };
  const { params } = conditionContext(runbookOf([], { parameters }), results({}), values);
  const { max_age: age, ...others } = params as Readonly<Record<string, unknown>>;
  expect(age).toBeInstanceOf(Duration);
  expect(Number(age)).toBe(5_400_000);
  expect(others).toEqual({ never: null, garbled: undefined, word: "1h", count: 3, absent: undefined });
});
