import { describe, expect, test } from "vitest";
import { variableOf } from "../../../src/core/runbook/ids.ts";
import { parameterDurationMs } from "../../../src/core/runbook/parameter-duration.ts";
import { placesIn } from "../../../src/core/runbook/template.ts";
import { typeProblem } from "../../../src/core/runbook/type-problem.ts";
import { wholePlace } from "../../../src/core/runbook/render-args.ts";

describe("the places of a text", () => {
  test.each<[string, ReturnType<typeof placesIn>]>([
    ["", []],
    ["no place", [{ kind: "text", text: "no place", offset: 0 }]],
    ["{{a}}", [{ kind: "place", text: "a", offset: 2 }]],
    [
      "x {{  a b }}y",
      [
        { kind: "text", text: "x ", offset: 0 },
        { kind: "place", text: "a b", offset: 6 },
        { kind: "text", text: "y", offset: 12 },
      ],
    ],
    [
      "{{a}}{{ b }}",
      [
        { kind: "place", text: "a", offset: 2 },
        { kind: "place", text: "b", offset: 8 },
      ],
    ],
    ["{{ not closed }", [{ kind: "text", text: "{{ not closed }", offset: 0 }]],
    ["}} {{", [{ kind: "text", text: "}} {{", offset: 0 }]],
    // Braces that overlap: what opens takes two, and what closes two others.
    ["{{}", [{ kind: "text", text: "{{}", offset: 0 }]],
    ["{{}}", [{ kind: "place", text: "", offset: 2 }]],
  ])("%j", (text, parts) => {
    expect(placesIn(text)).toEqual(parts);
  });

  test.each([
    ["{{ a }}", "a"],
    ["  {{ a }}\n", "a"],
    ["{{ a }}{{ b }}", null],
    ["{{ a }} s", null],
    ["a", null],
    ["", null],
  ])("%j consists of the parameter %j", (text, parameter) => {
    expect(wholePlace(text)).toBe(parameter);
  });
});

describe("a duration as written, or of a parameter", () => {
  test.each([
    ["90s", 90_000],
    ["{{ window-2 }}", 120_000],
    ["  {{window-2}}  ", 120_000],
  ])("%j", (text, ms) => {
    expect(parameterDurationMs(text, { "window-2": "2m" })).toBe(ms);
  });

  test.each(["soon", "", "{{ nope }}", "{{ count }}", "x{{ window-2 }}", "{{ window-2 }}x", "{{ window 2 }}"])(
    "%j is none",
    (text) => {
      expect(() => parameterDurationMs(text, { "window-2": "2m", count: 3 })).toThrow(
        `${text} is no duration such as 90s or 2m`,
      );
    },
  );
});

describe("a value has its parameter's type", () => {
  test.each([
    ["integer", 3],
    ["integer", -3],
    ["number", 0.5],
    ["boolean", false],
    ["duration", "1h30m"],
    ["string", "3"],
  ])("%s %j", (type, value) => {
    expect(typeProblem(type, value)).toBeNull();
  });

  test.each([
    ["integer", 3.5, "no whole number"],
    ["integer", "3", "no whole number"],
    ["integer", 2 ** 53, "no whole number"],
    ["number", "0.5", "no number"],
    ["number", Number.POSITIVE_INFINITY, "no number"],
    ["boolean", "true", "neither true nor false"],
    ["duration", "soon", "no duration such as 90s or 2m"],
    ["duration", 90, "no duration such as 90s or 2m"],
    ["string", 3, "no text: put it in quotes"],
    ["string", true, "no text: put it in quotes"],
  ])("or has not, which is said: %s %j", (type, value, said) => {
    expect(typeProblem(type, value)).toBe(said);
  });
});

test("in conditions an id's hyphens are underscores, all of them", () => {
  expect(variableOf("error-rate-5m")).toBe("error_rate_5m");
});
