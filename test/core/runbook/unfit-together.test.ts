import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Catalog } from "../../../src/core/runbook/catalog.ts";
import type { Check, Parameter } from "../../../src/core/runbook/runbook.ts";
import { unfitDefaults } from "../../../src/core/runbook/unfit-defaults.ts";
import { runbookOf } from "./results.ts";

const args = z
  .strictObject({
    low: z.int().optional(),
    high: z.int().optional(),
    size: z.string().max(9).optional(),
    query: z.string().meta({ language: "promql" }).optional(),
  })
  .refine(({ low = 0, high = 9 }) => low <= high, { message: "low must not be above high" });
const catalog: Catalog = {
  probes: new Map([["test.range", { type: "test.range", title: "looks", args, observed: z.object({}) }]]),
  actions: new Map(),
};

const parameter = (type: Parameter["type"], standard: Parameter["default"]): Parameter => ({
  type,
  default: standard,
  required: true,
  description: null,
});

function runbook(name: string, given: Check["args"]) {
  const [check] = runbookOf(["look"]).investigation;
  if (check === undefined) throw new Error("there is no check");
  return runbookOf([], {
    name,
    parameters: {
      low: parameter("integer", 1),
      "low-water": parameter("integer", 1),
      high: parameter("integer", 5),
      span: parameter("duration", "2m"),
      "span-long": parameter("duration", "1h"),
    },
    investigation: [{ ...check, probe: "test.range", args: given }],
  });
}

const range = runbook("range", { low: "{{ low }}", high: "{{ high }}" });
const sized = runbook("sized", { size: "{{ low }} to {{ high }}" });

describe("what several values make impossible together", () => {
  const together = (name: string) => ({
    parameter: name,
    message: "does not fit: low must not be above high",
    runbooks: ["range"],
  });

  test("is told of the one without which it would be well", () => {
    expect(unfitDefaults([range], { low: 7, span: "1m" }, catalog)).toEqual([together("low")]);
    expect(unfitDefaults([range], { high: 0, span: "1m" }, catalog)).toEqual([together("high")]);
  });

  test("or of each, where it takes them all", () => {
    expect(unfitDefaults([range], { low: 5, high: 4 }, catalog)).toEqual([together("low"), together("high")]);
  });

  test("and of none that other runbooks have", () => {
    expect(unfitDefaults([range], { low: 7, elsewhere: 1 }, catalog)).toEqual([together("low")]);
  });

  test("a text that two of them make too long is told of those that did it", () => {
    const said = { message: "does not fit: size: must have at most 9 characters", runbooks: ["sized"] };
    expect(unfitDefaults([sized], { low: 1_000_000, "low-water": 3 }, catalog)).toEqual([
      { parameter: "low", ...said },
    ]);
  });
});

describe("a complaint is of the parameter that it names", () => {
  test("of no other whose name it begins with, or that is in the same argument", () => {
    const water = runbook("water", { low: "{{ low-water }}", high: "{{ high }}", query: "x[{{ span }}]" });
    expect(unfitDefaults([water], { low: 3, high: 4, span: "0s" }, catalog)).toEqual([
      { parameter: "span", message: "does not fit: a range of a query must be longer than 0s", runbooks: ["water"] },
    ]);
  });

  test("of no other that has the beginning of its name", () => {
    const long = runbook("long", { query: "x[{{ span-long }}]" });
    expect(unfitDefaults([long], { span: "1m", "span-long": "0s" }, catalog)).toMatchObject([
      { parameter: "span-long" },
    ]);
  });

  test("an interval of nothing", () => {
    const paced = { ...range, name: "paced", verification: { passes: 3, interval: "{{ span }}" } };
    expect(unfitDefaults([paced, range], { span: "0s" }, catalog)).toEqual([
      {
        parameter: "span",
        message: "does not fit: the interval between two samples must be longer than 0s",
        runbooks: ["paced"],
      },
    ]);
  });
});

test("what is said alike of two, or of one in two ways, is kept apart", () => {
  const message = 'must be a duration such as 90s, 2m or 1h30m, not "soon"';
  const without = (name: string, left: string) => ({
    ...range,
    name,
    parameters: Object.fromEntries(Object.entries(range.parameters).filter(([other]) => other !== left)),
  });
  const both = [without("one", "span"), without("other", "span-long")];
  expect(unfitDefaults(both, { span: "soon", "span-long": "soon" }, catalog)).toEqual([
    { parameter: "span-long", message, runbooks: ["one"] },
    { parameter: "span", message, runbooks: ["other"] },
  ]);
  const whole = { ...range, name: "whole", parameters: { ...range.parameters, span: parameter("integer", 1) } };
  expect(unfitDefaults([range, whole], { span: "soon" }, catalog)).toEqual([
    { parameter: "span", message, runbooks: ["range"] },
    { parameter: "span", message: 'must be a whole number, not "soon"', runbooks: ["whole"] },
  ]);
});

test("each complaint is told once, with the runbooks in their order, each once", () => {
  const [check] = range.investigation;
  if (check === undefined) throw new Error("there is no check");
  const twice = { ...range, name: "twice", investigation: [check, { ...check, id: "again" }] };
  expect(unfitDefaults([range, twice], { low: 7 }, catalog)).toEqual([
    { parameter: "low", message: "does not fit: low must not be above high", runbooks: ["range", "twice"] },
  ]);
});

test("what is no name of the runbook's own is nobody's: constructor", () => {
  expect(unfitDefaults([range], { constructor: 3 }, catalog)).toEqual([]);
});
