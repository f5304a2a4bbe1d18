import { expect, test } from "vitest";
import { z } from "zod";
import { runbookJsonSchema } from "../../../src/core/runbook/json-schema.ts";
import { catalog as small } from "./small-catalog.ts";

type Schema = { readonly [key: string]: unknown };

/** A parameter may stand wherever a value is narrower than any text. */
const place = { type: "string", pattern: "\\{\\{.*\\}\\}" };
const args = z.strictObject({
  target: z.string().min(1).describe("What is looked at"),
  code: z
    .string()
    .regex(/^[a-z]+$/)
    .optional(),
  count: z.int().min(0).max(9).default(3).optional(),
  mode: z.enum(["fast", "slow"]).optional(),
  list: z.array(z.boolean()).optional(),
  set: z.record(z.string(), z.number()).optional(),
  query: z.string().meta({ language: "promql" }).optional(),
  either: z.union([z.number(), z.strictObject({ deep: z.boolean() }), z.array(z.number())]).optional(),
  loose: z.object({ on: z.boolean() }).optional(),
  standard: z.int().default(3),
  odd: z.custom<string>(() => true).optional(),
});
const [[, probe] = []] = small.probes;
if (probe === undefined) throw new Error("there is no probe");
const catalog = { ...small, probes: new Map([["test.look", { ...probe, args }]]) };

function at(schema: unknown, ...path: readonly string[]): Schema {
  const found = path.reduce((here, step) => (here as Schema | undefined)?.[step], schema);
  if (found === undefined) throw new Error(`there is nothing at ${path.join(".")}`);
  return found as Schema;
}

const schema = () => runbookJsonSchema(catalog);
const check = () => at(schema(), "properties", "investigation", "items");
const argument = (name: string): Schema => at(check(), "properties", "test.look", "properties", name);

test("editors are told what a runbook file holds, and that there is nothing else", () => {
  expect(schema()).toMatchObject({
    title: "A bigops runbook",
    type: "object",
    additionalProperties: false,
    required: ["name", "title", "severity", "investigation"],
  });
});

test("a check has its own fields and just one probe, a mitigation just one action", () => {
  expect(at(check(), "properties")).toMatchObject({ id: { type: "string" }, "test.look": { description: "looks" } });
  expect(check()["oneOf"]).toEqual([{ required: ["test.look"] }]);
  const mitigation = at(schema(), "properties", "mitigation", "items");
  expect(mitigation["oneOf"]).toEqual([{ required: ["test.scale"] }, { required: ["test.manual"] }]);
  expect(at(mitigation, "properties", "test.scale")["$schema"]).toBeUndefined();
});

test("among a probe's arguments stand the conditions, among an action's they do not", () => {
  for (const name of ["pass", "fail", "warn"]) expect(argument(name)).toMatchObject({ type: "string" });
  const scale = at(schema(), "properties", "mitigation", "items", "properties", "test.scale", "properties");
  expect(Object.keys(scale)).toEqual(["target", "count"]);
});

test("a text takes a parameter as it is; what is narrower takes its own values, or a parameter", () => {
  expect(argument("target")).toEqual({ type: "string", minLength: 1, description: "What is looked at" });
  expect(argument("query")).toEqual({ type: "string" });
  expect(argument("code")).toEqual({ anyOf: [{ type: "string", pattern: "^[a-z]+$" }, place] });
  expect(argument("count")).toEqual({ default: 3, anyOf: [{ type: "integer", minimum: 0, maximum: 9 }, place] });
  expect(argument("mode")).toEqual({ anyOf: [{ type: "string", enum: ["fast", "slow"] }, place] });
});

test("so does each entry of a list, each value of a mapping, and each of several shapes", () => {
  expect(argument("list")).toEqual({ type: "array", items: { anyOf: [{ type: "boolean" }, place] } });
  expect(argument("set")).toMatchObject({
    type: "object",
    additionalProperties: { anyOf: [{ type: "number" }, place] },
  });
  const deep = { type: "object", properties: { deep: { anyOf: [{ type: "boolean" }, place] } } };
  const list = { type: "array", items: { anyOf: [{ type: "number" }, place] } };
  expect(argument("either")).toMatchObject({ anyOf: [{ type: "number" }, deep, list, place] });
  expect(argument("loose")).toEqual({
    type: "object",
    properties: { on: { anyOf: [{ type: "boolean" }, place] } },
    required: ["on"],
  });
  expect(at(argument("either"), "anyOf", "1")).toMatchObject({ required: ["deep"], additionalProperties: false });
});

test("what has a default need not be written, and what JSON Schema has no words for may be anything", () => {
  expect(at(check(), "properties", "test.look")["required"]).toEqual(["target"]);
  expect(argument("odd")).toEqual({ anyOf: [{}, place] });
});

test("nothing in it is of this program alone", () => {
  expect(JSON.stringify(schema())).not.toContain('"language"');
});

test("all that may be written in a runbook is described in words", () => {
  const described = (below: unknown, path: string): readonly (readonly [path: string, words: unknown])[] => {
    if (typeof below !== "object" || below === null) return [];
    return Object.entries(below).flatMap(([key, value]) => [
      ...(path.endsWith(" properties") ? [[`${path} ${key}`, (value as Schema)["description"]] as const] : []),
      ...described(value, `${path} ${key}`),
    ]);
  };
  const fields = described(runbookJsonSchema({ probes: new Map(), actions: new Map() }), "");
  expect(fields.length).toBeGreaterThan(40);
  expect(fields.filter(([, words]) => typeof words !== "string" || words === "")).toEqual([]);
});
