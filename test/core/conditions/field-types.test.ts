import { describe, expect, test } from "vitest";
import { z } from "zod";
import { conditionLanguage, DURATION, TIMESTAMP } from "../../../src/core/conditions/cel-language.ts";
import { fieldTypes, parameterType } from "../../../src/core/conditions/field-types.ts";

/** The type of a field that is called so. */
function typeOf(schema: z.ZodType, name = "field"): string | undefined {
  return fieldTypes(z.object({ [name]: schema }), conditionLanguage({ strict: true }), "check_a")[name];
}

describe("the type of a field", () => {
  test.each<[string, z.ZodType, string]>([
    ["text", z.string(), "string"],
    ["a number", z.number(), "double"],
    ["a whole number", z.int(), "double"],
    ["yes or no", z.boolean(), "bool"],
    ["a number or null", z.number().nullable(), "double"],
    ["null or yes or no", z.union([z.null(), z.boolean()]), "bool"],
    ["one of some words", z.enum(["a", "b"]), "string"],
    ["one of some words or null", z.enum(["a", "b"]).nullable(), "string"],
    ["a certain word", z.literal("a"), "string"],
    ["a certain number", z.literal(3), "double"],
    ["one of two certain words", z.union([z.literal("a"), z.literal("b")]), "string"],
    ["one of two certain words at once", z.literal(["a", "b"]), "string"],
    ["a word or a number", z.union([z.string(), z.number()]), "dyn"],
    ["a whole or another number", z.union([z.int(), z.number()]), "double"],
    ["a word, a number or null", z.union([z.string(), z.number(), z.null()]), "dyn"],
    ["anything", z.any(), "dyn"],
    ["null", z.null(), "dyn"],
    ["a list", z.array(z.string()), "list<string>"],
    ["a list of lists", z.array(z.array(z.int())), "list<list<double>>"],
    ["a list of anything", z.array(z.any()), "list<dyn>"],
    ["a list or null", z.array(z.boolean()).nullable(), "list<bool>"],
    ["counts by name", z.record(z.string(), z.int()), "map<string, double>"],
    ["anything by name", z.record(z.string(), z.any()), "map<string, dyn>"],
    ["an object of which nothing is known", z.looseObject({}).catchall(z.string()), "check_a_field"],
    ["an object", z.object({ name: z.string() }), "check_a_field"],
    ["an object or null", z.object({ name: z.string() }).nullable(), "check_a_field"],
    ["a list of objects", z.array(z.object({ name: z.string() })), "list<check_a_field>"],
    ["one of two kinds of object", z.union([z.object({ a: z.string() }), z.object({ b: z.int() })]), "dyn"],
  ])("%s", (_, schema, type) => {
    expect(typeOf(schema)).toBe(type);
  });

  test.each([
    ["changedAt", TIMESTAMP],
    ["since", TIMESTAMP],
    ["name", "string"],
  ])("a text called %s is a %s, and so are texts of a list and of either kind", (name, type) => {
    expect(typeOf(z.iso.datetime(), name)).toBe(type);
    expect(typeOf(z.iso.datetime().nullable(), name)).toBe(type);
    expect(typeOf(z.array(z.iso.datetime()), name)).toBe(`list<${type}>`);
    expect(typeOf(z.number(), name)).toBe("double");
  });
});

describe("the fields of an inner object are known", () => {
  const schema = z.object({
    inner: z.object({ deep: z.object({ lag: z.number() }), at: z.iso.datetime() }).nullable(),
    either: z.union([z.object({ a: z.string() }), z.object({ a: z.int() })]),
  });
  test.each([
    ["inner.deep.lag", "double"],
    ["inner.at", TIMESTAMP],
    ["inner != null && inner.deep != null", "bool"],
    ["either.a", "dyn"],
    ["inner.none", undefined],
    ["inner.deep == 3", undefined],
  ])("%s: %s", (text, type) => {
    const language = conditionLanguage({ strict: true });
    for (const [name, its] of Object.entries(fieldTypes(schema, language, "check")))
      language.registerVariable(name, its);
    expect(language.check(text).type).toBe(type);
  });

  test("no fields are no types", () => {
    expect(fieldTypes(z.object({}), conditionLanguage({ strict: true }), "check")).toEqual({});
  });
});

test.each([
  ["duration", DURATION],
  ["boolean", "bool"],
  ["integer", "double"],
  ["number", "double"],
  ["string", "string"],
])("a parameter that is a %s is a %s", (type, its) => {
  expect(parameterType(type)).toBe(its);
});
