import { describe, expect, test } from "vitest";
import * as z from "zod";
import { IN_PLAIN_WORDS } from "../../../src/core/source/plain-words.ts";
import { formatProblems } from "../../../src/core/source/problem.ts";
import { readYaml } from "../../../src/core/source/read-yaml.ts";
import { findings, ofWhole, schemaProblems } from "../../../src/core/source/schema-problems.ts";

const text = z.string();
const named = z.strictObject({ name: text, severity: z.enum(["P1", "P2"]).optional() });

/** Place, message and next step of each complaint; a * where the name is pointed at. */
function found(schema: z.ZodType, value: unknown): readonly string[] {
  const issues = schema.safeParse(value, IN_PLAIN_WORDS).error?.issues ?? [];
  return findings(schema, issues).map(({ path, atKey, message, suggestion }) => {
    const next = suggestion === null ? "" : ` → ${suggestion}`;
    return `${path.join(".")}${atKey ? "*" : ""} | ${message}${next}`;
  });
}

describe("a key that is missing", () => {
  test.each([
    [named, {}, "name* | name is missing → it is a text"],
    [z.object({ level: z.enum(["P1", "P2"]) }), {}, "level* | level is missing → it is one of P1, P2"],
    [z.object({ kind: z.literal("Lease") }), {}, "kind* | kind is missing → it is Lease"],
  ])("%#: %s", (schema, value, expected) => {
    expect(found(schema, value)).toEqual([expected]);
  });

  test("is not told besides one that is nearly it, in the same place", () => {
    expect(found(named, { naem: "a" })).toEqual(["naem* | unknown key naem → did you mean name?"]);
    expect(found(z.object({ it: named }), { it: { naem: "a" } })).toEqual([
      "it.naem* | unknown key naem → did you mean name?",
    ]);
  });

  test("is told besides one that is like none, or stands elsewhere", () => {
    const list = "there is: name, severity";
    expect(found(named, { colour: "a" })).toEqual([
      "name* | name is missing → it is a text",
      `colour* | unknown key colour → ${list}`,
    ]);
    expect(found(z.object({ a: named, b: named }), { a: { naem: "a" }, b: {} })).toEqual([
      "a.naem* | unknown key naem → did you mean name?",
      "b.name* | name is missing → it is a text",
    ]);
    expect(found(named.extend({ title: text }), { naem: "a" })).toContain("title* | title is missing → it is a text");
  });
});

describe("what a mapping lacks as a whole", () => {
  const either = z.strictObject({ after: text.optional(), when: text.optional() }).superRefine((value, context) => {
    if (value.after === undefined && value.when === undefined)
      context.addIssue({ code: "custom", message: "must have after or when", continue: true });
  });

  test("is said of it", () => {
    expect(found(z.object({ step: either }), { step: {} })).toEqual(["step | step must have after or when"]);
  });

  test("is said once: an unknown key in the same place says more", () => {
    const whole: z.core.$ZodIssue = { code: "custom", path: ["step"], message: "must have after or when", input: {} };
    const unknown = (at: string): z.core.$ZodIssue => ({
      code: "unrecognized_keys",
      keys: ["aftr"],
      path: [at],
      message: "",
      input: {},
    });
    const messages = (...issues: readonly z.core.$ZodIssue[]) =>
      findings(z.object({ step: either }), issues).map(({ message }) => message);
    expect(messages(whole, unknown("step"))).toEqual(["unknown key aftr"]);
    expect(messages(whole, unknown("other"))).toEqual(["step must have after or when", "unknown key aftr"]);
  });
});

describe("one of several words", () => {
  const level = z.object({ level: z.enum(["fast", "slow"]) });
  test.each([
    ["fsat", " → did you mean fast?"],
    ["quick", ""],
    ["", ""],
    [3, ""],
  ])("%j", (given, next) => {
    expect(found(level, { level: given })).toEqual([`level | level must be one of fast, slow${next}`]);
  });
});

test("nothing is no word that was misspelt, however short the words are", () => {
  expect(found(z.object({ level: z.enum(["a", "b"]) }), { level: "" })).toEqual(["level | level must be one of a, b"]);
});

describe("of several shapes", () => {
  const address = z.union([z.strictObject({ url: text }), z.strictObject({ service: text, port: z.number() })]);
  const at = (schema: z.ZodType, value: unknown) => found(z.object({ at: schema }), { at: value });

  test("the one that came furthest is meant, whichever stands first", () => {
    expect(at(address, { service: "kv", port: "x" })).toEqual(["at.port | port must be a number"]);
    expect(at(z.union([address.options[1], address.options[0]]), { url: 3 })).toEqual(["at.url | url must be a text"]);
  });

  test("also where it is begun, and what is missing in it only", () => {
    expect(at(address, { service: "kv" })).toEqual(["at.port* | port is missing → it is a number"]);
  });

  test("what a shape says itself stands beside what is said of the others", () => {
    const own = z.union([text.refine(() => false, { message: "not a duration", abort: true }), z.number()]);
    expect(at(own, "soon")).toEqual(["at | at: not a duration, or at must be a number"]);
  });

  test("of an empty one all are told that may begin it", () => {
    expect(at(address, {})).toEqual(["at.url* | url or service is missing → it is a text"]);
    const kinds = z.union([z.strictObject({ url: text }), z.strictObject({ port: z.number() })]);
    expect(at(kinds, {})).toEqual(["at.url* | url or port is missing → it is a text, or a number"]);
  });

  test.each([
    [z.union([text, z.array(text)]), 3, "at | at must be a text or a list"],
    [z.union([text, z.array(text)]), ["a", 3], "at.1 | entry 2 of at must be a text"],
    [address, "kv:80", "at | at must be a mapping"],
    [z.union([text.min(1), address]), "", "at | at must not be empty"],
    [z.xor([text, text.min(1)]), "a", "at | at fits several kinds, and must fit one"],
  ])("%#: what none of them takes is said of all", (schema, value, expected) => {
    expect(at(schema, value)).toEqual([expected]);
  });
});

describe("what is wrong is named by where it stands", () => {
  const capital = z.record(text.regex(/^[a-z]+$/, "small letters only"), text);
  test.each([
    [text, 3, " | this must be a text"],
    [z.object({ rows: z.array(z.array(text)) }), { rows: [["a", 3]] }, "rows.0.1 | entry 2 must be a text"],
    [z.array(text), ["a", 3], "1 | entry 2 must be a text"],
    // Nothing stands behind its colon, where a mapping may have been meant that holds nothing.
    [z.object({ it: z.object({}) }), { it: null }, "it | it must be a mapping → an empty one is {}"],
    [z.object({ it: z.object({}) }), { it: 3 }, "it | it must be a mapping"],
    [z.object({ it: text }), { it: null }, "it | it must be a text"],
    [z.object({ labels: capital }), { labels: { A: "b" } }, "labels.A* | A: small letters only"],
    [z.object({ it: text.refine(() => false, "a must is no has") }), { it: "a" }, "it | it: a must is no has"],
  ])("%#", (schema, value, expected) => {
    expect(found(schema, value)).toEqual([expected]);
  });
});

test("each complaint points at its value, or at its name where that is wrong", () => {
  const read = readYaml("list:\n  - name: 3\n  - naem: a\n", "f.yaml");
  if (!read.ok) throw new Error(formatProblems(read.problems));
  const schema = z.object({ list: z.array(named) });
  const { error } = schema.safeParse(read.root.value, IN_PLAIN_WORDS);
  const problems = error === undefined ? [] : schemaProblems(read.source, read.root, schema, error);
  expect(problems.map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual([
    "2:11 name must be a text",
    "3:5 unknown key naem",
  ]);
});

test("what is wrong with a file as a whole is said of the file", () => {
  const read = readYaml("- a\n", "f.yaml");
  if (!read.ok) throw new Error(formatProblems(read.problems));
  const { error } = named.safeParse(read.root.value, IN_PLAIN_WORDS);
  const problems = error === undefined ? [] : schemaProblems(read.source, read.root, named, error);
  expect(problems.map(({ message }) => message)).toEqual(["the file must be a mapping"]);
});

test.each([
  [[], "this must be a text", "the file must be a text"],
  [[], "this: not a runbook", "the file: not a runbook"],
  [[], "this-one is missing", "this-one is missing"],
  [[], "name must not be this one", "name must not be this one"],
  [["this"], "this must be a text", "this must be a text"],
])("the whole has a name, and nothing else gets it: %j %s", (path, message, said) => {
  expect(ofWhole("the file", path, message)).toBe(said);
});

test.each<[z.ZodType, unknown, string | undefined]>([
  [z.int().min(3), 1, "bounds"],
  [z.number().max(0.5), 1, "bounds"],
  [z.int().multipleOf(2), 1, "bounds"],
  [z.string().refine((text) => text !== "a", "must be another"), "a", "whole"],
  [z.int(), undefined, "missing"],
  [z.int(), "1", undefined],
  [z.enum(["fast", "slow"]), 1, undefined],
])("a complaint beyond a value's type is told from one of it", (it, value, kind) => {
  const schema = z.object({ it });
  const parsed = schema.safeParse({ it: value }, IN_PLAIN_WORDS);
  expect(findings(schema, parsed.error?.issues ?? []).map((found) => found.kind)).toEqual([kind]);
});
