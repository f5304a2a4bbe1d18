import { describe, expect, test } from "vitest";
import { resolveParameters } from "../../../src/core/runbook/resolve-parameters.ts";
import type { Parameter } from "../../../src/core/runbook/runbook.ts";
import { runbookOf } from "./results.ts";

const parameter = (type: Parameter["type"], standard: Parameter["default"] = null, required = true): Parameter => ({
  type,
  default: standard,
  required,
  description: null,
});

const runbook = runbookOf([], {
  parameters: {
    deployment: parameter("string", "feature-api"),
    window: parameter("duration", "90s"),
    replicas: parameter("integer", null, false),
    ratio: parameter("number", 0.5),
    strict: parameter("boolean", false),
  },
});

test("given values come first, then the environment's, then the runbook's", () => {
  expect(resolveParameters(runbook, { deployment: "api", ratio: 0.25, foreign: 1 }, { deployment: "mine" })).toEqual({
    ok: true,
    parameters: { deployment: "mine", window: "1m30s", replicas: null, ratio: 0.25, strict: false },
  });
});

describe("values have their parameter's type", () => {
  test.each([
    ["window", "120s", "2m"],
    ["window", "36h", "1d12h"],
    ["replicas", "4", 4],
    ["ratio", "1e-3", 0.001],
    ["ratio", "-3", -3],
    ["ratio", "+12.25", 12.25],
    ["ratio", ".125", 0.125],
    ["ratio", "2.5e12", 2.5e12],
    ["replicas", " 12 ", 12],
    ["strict", "true", true],
    ["strict", "false", false],
    ["deployment", "07", "07"],
    ["deployment", "", ""],
  ])("%s=%s", (name, written, value) => {
    const resolved = resolveParameters(runbook, {}, { [name]: written });
    expect(resolved.ok && resolved.parameters[name]).toBe(value);
  });

  test.each([
    ["window", "soon", 'parameter window must be a duration such as 90s, 2m or 1h30m, not "soon"'],
    ["window", "5", 'parameter window must be a duration such as 90s, 2m or 1h30m, not "5"'],
    ["replicas", "2.5", 'parameter replicas must be a whole number, not "2.5"'],
    ["replicas", "0x10", 'parameter replicas must be a whole number, not "0x10"'],
    ["replicas", "", 'parameter replicas must be a whole number, not ""'],
    ["ratio", "NaN", 'parameter ratio must be a number, not "NaN"'],
    ["strict", "yes", 'parameter strict must be true or false, not "yes"'],
    ["widow", "2m", "runbook test has no parameter widow; did you mean window?"],
    ["ratio", "3-", 'parameter ratio must be a number, not "3-"'],
    ["ratio", ".x", 'parameter ratio must be a number, not ".x"'],
    [
      "deployment",
      "a\u001b",
      "parameter deployment holds U+001B, which no value has: it is no character that is written",
    ],
    ["toString", "2m", "runbook test has no parameter toString"],
  ])("%s=%s", (name, written, problem) => {
    expect(resolveParameters(runbook, {}, { [name]: written })).toEqual({ ok: false, problems: [problem] });
  });

  test("an environment's value too", () => {
    expect(resolveParameters(runbook, { window: 3 }, {})).toEqual({
      ok: false,
      problems: ["parameter window (set by the environment) must be a duration such as 90s, 2m or 1h30m, not 3"],
    });
  });
});

test("what was given is not said to be the environment's, nor what the runbook says itself", () => {
  const problems = ['parameter window must be a duration such as 90s, 2m or 1h30m, not "soon"'];
  expect(resolveParameters(runbook, { window: "5m" }, { window: "soon" })).toEqual({ ok: false, problems });
  const own = runbookOf([], { parameters: { window: parameter("duration", "soon") } });
  expect(resolveParameters(own, {}, {})).toEqual({ ok: false, problems });
});

test("all problems at once, a required parameter without a value among them", () => {
  const strict = runbookOf([], { parameters: { a: parameter("string"), b: parameter("integer", 1) } });
  expect(resolveParameters(strict, {}, { b: "x" })).toMatchObject({
    problems: ["parameter a must be given: --param a=… (string)", 'parameter b must be a whole number, not "x"'],
  });
});
