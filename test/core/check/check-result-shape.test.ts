import { describe, expect, test } from "vitest";
import { checkResultShape } from "../../../src/core/check/check-result-shape.ts";
import { result } from "../runbook/results.ts";

const evidence = { what: "ready", value: [1, null, { x: true }], limit: 3, unit: "pods", atMs: 5 };
const error = { code: "timeout", message: "no answer", hint: "try again" };
const whole = {
  ...result("fail"),
  observed: { ready: 2 },
  evidence: [evidence],
  error,
  flip: "ready >= 3",
  expected: "x",
};

describe("a check's result as another machine's journal has it is read", () => {
  test.each([
    whole,
    result("pass"),
    result("inconclusive"),
    result("error"),
    result("skipped"),
    { ...whole, evidence: [{ what: "ready", value: null }] },
  ])("%#", (recorded) => {
    expect(checkResultShape.parse(recorded)).toEqual(recorded);
  });
});

describe("and nothing else is", () => {
  test.each<[string, object]>([
    ["another verdict", { verdict: "healthy" }],
    ["no verdict", { verdict: "" }],
    ["a field that is not known", { more: 1 }],
    ["a missing field", { summary: undefined }],
    ["evidence of nothing", { evidence: [{}] }],
    ["evidence with a field that is not known", { evidence: [{ ...evidence, more: 1 }] }],
    ["evidence with a field that is there without a value", { evidence: [{ ...evidence, unit: undefined }] }],
    ["an error without words", { error: { code: "timeout" } }],
    ["an error with a field that is not known", { error: { ...error, more: 1 } }],
    ["what JSON cannot hold", { observed: { at: new Date(0) } }],
  ])("%s", (_, change) => {
    expect(checkResultShape.safeParse({ ...whole, ...change }).success).toBe(false);
  });
});
