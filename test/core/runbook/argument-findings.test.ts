import { describe, expect, test } from "vitest";
import { z } from "zod";
import { argumentFindings } from "../../../src/core/runbook/argument-findings.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import type { Parameter } from "../../../src/core/runbook/runbook.ts";

const parameter = (type: Parameter["type"], more: Partial<Parameter> = {}): Parameter => ({
  type,
  default: null,
  required: true,
  description: null,
  ...more,
});

const schema = z.strictObject({
  code: z
    .string()
    .regex(/^[a-z]{1,3}$/, "a code is one to three letters")
    .optional(),
  windows: z.int().min(3).max(12).optional(),
  share: z.number().max(0.5).optional(),
  even: z.int().multipleOf(2).optional(),
  pause: z
    .string()
    .refine((text) => text !== "1m", "must be longer than 1m")
    .optional(),
  flag: z.boolean().optional(),
  list: z.array(z.string()).optional(),
  deep: z.strictObject({ inner: z.array(z.string()) }).optional(),
  mode: z.enum(["fast", "slow"]).optional(),
});

const parameters = {
  text: parameter("string"),
  n: parameter("integer"),
  x: parameter("number"),
  span: parameter("duration"),
  yes: parameter("boolean"),
  maybe: parameter("integer", { required: false }),
};

const found = (args: JsonObject, known: typeof schema | z.ZodType = schema, untyped: readonly string[] = []) =>
  argumentFindings(args, parameters, known, untyped).map(
    ({ path, message, suggestion }) => `${path.join(".")} | ${message}${suggestion === null ? "" : ` → ${suggestion}`}`,
  );

describe("what a parameter without a default will be is not known when the file is read", () => {
  test.each<JsonObject>([
    { code: "{{ text }}" },
    { windows: "{{ n }}" },
    { share: "{{ x }}" },
    { even: "{{ n }}" },
    { pause: "{{ span }}" },
    { windows: "{{ maybe }}" },
  ])("so its bounds cannot be missed yet: %j", (args) => {
    expect(found(args)).toEqual([]);
  });

  test.each<[JsonObject, string]>([
    [{ flag: "{{ n }}" }, "flag | flag must be true or false"],
    [{ windows: "{{ yes }}" }, "windows | windows must be a number"],
    [{ windows: "{{ span }}" }, "windows | windows must be a number"],
    [{ list: "{{ n }}" }, "list | list must be a list"],
    [{ mode: "{{ n }}" }, "mode | mode must be one of fast, slow"],
  ])("but its type is: %j", (args, said) => {
    expect(found(args)).toEqual([said]);
  });

  test("a default is held against the bounds", () => {
    const known = { n: parameter("integer", { default: 2 }), code: parameter("string", { default: "toolong" }) };
    expect(argumentFindings({ windows: "{{ n }}" }, known, schema)).toMatchObject([
      { path: ["windows"], message: "windows must be at least 3", inside: null },
    ]);
    expect(argumentFindings({ code: "{{ code }}" }, known, schema)).toMatchObject([
      { message: "code: a code is one to three letters" },
    ]);
  });

  test("one that is not of its type was told there, and is not held against them", () => {
    const known = { n: parameter("integer", { default: "many" }) };
    expect(argumentFindings({ even: "{{ n }}", windows: 5 }, known, z.looseObject({ even: z.int() }))).toEqual([]);
  });
});

describe("a place that is wrong is told where it stands, and hides nothing beside it", () => {
  test("deep in lists and mappings", () => {
    expect(found({ deep: { inner: ["a", "{{ txt }}"] }, list: ["{{ nope }}"], windows: 1 })).toEqual([
      "deep.inner.1 | there is no parameter txt → did you mean text?",
      "list.0 | there is no parameter nope → there is: text, n, x, span, yes, maybe",
      "windows | windows must be at least 3",
    ]);
  });

  test("beside others of the same list, or mapping", () => {
    expect(found({ list: [3, "{{ nope }}", 4] })).toEqual([
      "list.1 | there is no parameter nope → there is: text, n, x, span, yes, maybe",
      "list.0 | entry 1 of list must be a text",
      "list.2 | entry 3 of list must be a text",
    ]);
    expect(found({ deep: { inner: ["{{ nope }}"], colour: 3 }, windows: null })).toEqual([
      "deep.inner.0 | there is no parameter nope → there is: text, n, x, span, yes, maybe",
      "windows | windows must be a number",
      "deep.colour | unknown key colour → there is: inner",
    ]);
  });

  test("with its place inside the text", () => {
    const [first, second] = argumentFindings({ code: "a {{ nope }}{{ n }} {{text}}" }, parameters, schema);
    expect(first?.inside).toEqual({ start: 5, end: 9 });
    expect(second).toMatchObject({ atKey: false, inside: { start: 22, end: 26 } });
  });

  test("an argument of a parameter whose type cannot be told is left alone, what is beside it is not", () => {
    expect(found({ windows: "{{ odd }}", flag: 3 }, schema, ["odd"])).toEqual(["flag | flag must be true or false"]);
    expect(found({ code: "{{ odd }}{{ nope }}" }, schema, ["odd"])).toEqual([
      "code | there is no parameter nope → there is: text, n, x, span, yes, maybe, odd",
    ]);
    expect(found({ windows: "odd" }, schema, ["odd"])).toEqual(["windows | windows must be a number"]);
  });
});

describe("whether a parameter may stand at its place is told by the text before it", () => {
  const query = z.strictObject({ query: z.string().meta({ language: "promql" }) });
  const named = { "first-label": parameter("string"), second: parameter("string"), span: parameter("duration") };
  const messages = (text: string) => argumentFindings({ query: text }, named, query).map(({ message }) => message);

  test("in which an earlier one is a word, however it is called", () => {
    expect(messages("sum by ({{ first-label }}, {{ second }}) (up)")).toEqual([]);
    expect(messages("sum by ({{ first-label }}) (up) > {{ second }}")).toEqual([
      "parameter second may not stand here: in PromQL a string stands inside quotes only",
    ]);
  });

  test("and one that is written wrongly opens and closes nothing", () => {
    expect(messages('up{job="{{ " }}{{ second }}"}[{{ span }}]')).toEqual(['there is no parameter "']);
  });
});

test("a default that cannot be written where it stands is told of the arguments as a whole, and says itself which it is", () => {
  const labels = z.strictObject({ labels: z.string().meta({ language: "label-selector" }) });
  const known = { app: parameter("string", { default: "a,b" }) };
  expect(argumentFindings({ labels: "app={{ app }}" }, known, labels)).toEqual([
    { path: [], atKey: true, message: 'parameter app (a,b): "a,b" is no label value', suggestion: null, inside: null },
  ]);
});

describe("what is written out is no guess, whatever is called so", () => {
  test("a text that is called as a parameter is", () => {
    expect(found({ code: "text" })).toEqual(["code | code: a code is one to three letters"]);
    expect(found({ windows: 1, pause: "1m" })).toEqual([
      "windows | windows must be at least 3",
      "pause | pause must be longer than 1m",
    ]);
  });

  test("but a text with a place in it is one", () => {
    const path = z.strictObject({
      path: z
        .string()
        .regex(/^\/[a-z]{12}$/)
        .meta({ language: "url-path" }),
    });
    expect(found({ path: "/{{ text }}" }, path)).toEqual([]);
    expect(found({ path: "/" }, path)).toHaveLength(1);
  });
});

describe("a parameter that may stay away", () => {
  test("has a type while it is there", () => {
    expect(found({ flag: "{{ maybe }}" })).toEqual(["flag | flag must be true or false"]);
  });

  test("but not if it has a default, which is told elsewhere", () => {
    const known = { maybe: parameter("integer", { required: false, default: 3 }) };
    expect(argumentFindings({ list: ["{{ maybe }} of them"] }, known, schema)).toEqual([]);
  });

  test("cannot be all of an argument that must be there", () => {
    const must = z.strictObject({ count: z.int() });
    expect(found({ count: "{{ maybe }}" }, must)).toEqual(["count | count is missing → it is a number"]);
    expect(found({ count: "{{ n }}" }, must)).toEqual([]);
  });

  test("cannot be a part of a text", () => {
    expect(found({ list: ["{{ maybe }} of them"] })).toEqual([
      "list.0 | parameter maybe may have no value, so it must be the whole argument",
    ]);
  });
});

test("an unknown key hides neither what is asked of the others nor what is asked of all of them", () => {
  const whole = z
    .strictObject({ low: z.int(), high: z.int() })
    .refine(({ low, high }) => low <= high, { message: "low must not be above high" });
  expect(found({ low: 3, high: 2, colour: "red" }, whole)).toEqual([
    "colour | unknown key colour → there is: low, high",
    " | this: low must not be above high",
  ]);
  expect(found({ colour: "red", windows: 1 })).toEqual([
    `colour | unknown key colour → there is: ${Object.keys(schema.shape).join(", ")}`,
    "windows | windows must be at least 3",
  ]);
});
