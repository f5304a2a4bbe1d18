import { describe, expect, test } from "vitest";
import * as z from "zod";
import { IN_PLAIN_WORDS } from "../../../src/core/source/plain-words.ts";
import { findings } from "../../../src/core/source/schema-problems.ts";

/** What the library says by itself, which no on-call engineer should have to read. */
const JARGON = /invalid|expected|received|too (small|big)|unrecognized|>=|<=|\bstring\b|\barray\b|\bobject\b|\bint\b/i;

function sentences(schema: z.ZodType, value: unknown): readonly string[] {
  const parsed = z.object({ it: schema }).safeParse({ it: value }, IN_PLAIN_WORDS);
  return parsed.success ? [] : findings(z.object({ it: schema }), parsed.error.issues).map(({ message }) => message);
}

const text = z.string();
const choice = z.discriminatedUnion("kind", [z.object({ kind: z.literal("a") }), z.object({ kind: z.literal("b") })]);
type Code = z.core.$ZodIssue["code"];

/** A row for each kind of complaint at least; the compiler refuses a kind without one. */
const table: Readonly<Record<Code, readonly (readonly [z.ZodType, unknown, string])[]>> = {
  invalid_type: [
    [text, 3, "it must be a text"],
    [text, null, "it must be a text"],
    [text, undefined, "it is missing"],
    [z.number(), "3", "it must be a number"],
    [z.number(), Number.NaN, "it must be a number"],
    [z.nan(), 3, "it must be a number"],
    [z.int(), 1.5, "it must be a whole number"],
    [z.bigint(), 1, "it must be a whole number"],
    [z.boolean(), "yes", "it must be true or false"],
    [z.null(), 1, "it must be empty"],
    [z.date(), "soon", "it must be a time"],
    [z.array(text), {}, "it must be a list"],
    [z.tuple([text]), "a", "it must be a list"],
    [z.set(text), [], "it must be a list"],
    [z.object({}), [], "it must be a mapping"],
    [z.record(text, text), "a", "it must be a mapping"],
    [z.map(text, text), [], "it must be a mapping"],
    [z.file(), "a", "it must be a file"],
    [z.never(), 1, "it must not be there"],
    [z.undefined(), 1, "it must not be there"],
    [z.void(), 1, "it must not be there"],
    [z.symbol(), 1, "it must be of another kind"],
    [text.optional().nonoptional(), undefined, "it is missing"],
  ],
  too_small: [
    [text.min(1), "", "it must not be empty"],
    [text.min(12), "abc", "it must have at least 12 characters"],
    [text.length(4), "abc", "it must have exactly 4 characters"],
    [z.array(text).min(1), [], "it must not be empty"],
    [z.array(text).min(2), ["a"], "it must have at least 2 entries"],
    [z.array(text).length(2), ["a"], "it must have exactly 2 entries"],
    [z.set(text).min(2), new Set(["a"]), "it must have at least 2 entries"],
    [z.map(text, text).min(1), new Map(), "it must not be empty"],
    [z.file().min(10), new File(["a"], "a"), "it must have at least 10 bytes"],
    [z.number().min(0), -1, "it must be at least 0"],
    [z.number().positive(), 0, "it must be more than 0"],
    [z.int().min(1), 0, "it must be at least 1"],
    [z.bigint().min(3n), 2n, "it must be at least 3"],
    [z.date().min(new Date(0)), new Date(-1), "it must not be before 1970-01-01T00:00:00.000Z"],
  ],
  too_big: [
    [text.max(3), "abcd", "it must have at most 3 characters"],
    [text.max(1), "ab", "it must have at most 1 character"],
    [text.length(3), "abcd", "it must have exactly 3 characters"],
    [z.array(text).max(1), ["a", "b"], "it must have at most 1 entry"],
    [z.set(text).max(2), new Set(["a", "b", "c"]), "it must have at most 2 entries"],
    [z.file().max(1), new File(["abc"], "a"), "it must have at most 1 byte"],
    [z.number().max(10), 11, "it must be at most 10"],
    [z.number().lt(10), 10, "it must be less than 10"],
    [z.date().max(new Date(0)), new Date(1), "it must not be after 1970-01-01T00:00:00.000Z"],
  ],
  invalid_format: [
    [z.url(), "no url", "it must be a URL, such as https://example.com/path"],
    [z.email(), "ada", "it must be an e-mail address"],
    [z.iso.datetime(), "soon", "it must be a time such as 2026-11-28T03:06:40Z"],
    [z.iso.date(), "soon", "it must be a date such as 2026-11-28"],
    [z.iso.time(), "soon", "it must be a time of day such as 03:06:40"],
    [z.iso.duration(), "soon", "it must be a duration such as PT10M"],
    [z.uuid(), "a", "it must be a UUID"],
    [z.ipv4(), "a", "it must be an IPv4 address"],
    [z.cidrv6(), "a", "it must be a range of IPv6 addresses such as fd00::/8"],
    [z.base64(), "é", "it must be base64"],
    [z.jwt(), "a", "it must be a JSON Web Token"],
    [text.startsWith("/"), "a", 'it must begin with "/"'],
    [text.endsWith(".jar"), "a", 'it must end with ".jar"'],
    [text.includes(":"), "a", 'it must contain ":"'],
    [text.regex(/^[a-z]+$/), "A", "it must match /^[a-z]+$/"],
    [z.ulid(), "a", "it must match"],
    [text.regex(/^[a-z]+$/, "small letters only"), "A", "it: small letters only"],
  ],
  not_multiple_of: [[z.number().multipleOf(5), 3, "it must be a multiple of 5"]],
  unrecognized_keys: [[z.strictObject({ name: text }), { name: "a", nam: "b" }, "unknown key nam"]],
  invalid_union: [
    [z.union([text, z.array(text)]), 3, "it must be a text or a list"],
    [z.union([z.literal(true), z.object({})]), false, "it must be true or a mapping"],
    [z.union([text.min(1), z.object({ a: text })]), "", "it must not be empty"],
    [choice, { kind: "c" }, "kind must be one of a, b"],
    [choice, {}, "kind must be one of a, b"],
    [z.xor([text, text.min(1)]), "a", "it fits several kinds, and must fit one"],
  ],
  invalid_key: [[z.record(text.regex(/^[a-z]+$/, "small letters only"), text), { A: "b" }, "A: small letters only"]],
  invalid_element: [
    [z.map(z.object({}), text.min(1)), new Map([[{}, ""]]), "it must not be empty"],
    [z.map(text, text.min(1)), new Map([["a", ""]]), "a must not be empty"],
  ],
  invalid_value: [
    [z.enum(["P1", "P2"]), "P9", "it must be one of P1, P2"],
    [z.literal("Lease"), "Pod", "it must be Lease"],
    [z.literal("Lease"), undefined, "it is missing"],
  ],
  custom: [
    [text.refine(() => false), "a", "it does not fit"],
    [text.refine(() => false, "must be longer than 0s"), "a", "it must be longer than 0s"],
    [text.refine(() => false, "not a duration; write 90s"), "a", "it: not a duration; write 90s"],
  ],
};

describe.each(Object.entries(table))("%s", (_, rows) => {
  test.each(rows.map(([schema, value, words]) => [words, schema, value] as const))("%s", (words, schema, value) => {
    const said = sentences(schema, value);
    expect(said).toHaveLength(1);
    expect(said[0]?.startsWith(words)).toBe(true);
    expect(said[0]?.replace(/"[^"]*"|\/.*\//, "")).not.toMatch(JARGON);
  });
});

test("an entry of a list is counted from one, and named after its list", () => {
  const schema = z.object({ needs: z.array(text) });
  const parsed = schema.safeParse({ needs: ["a", 3] }, IN_PLAIN_WORDS);
  expect(parsed.success ? [] : findings(schema, parsed.error.issues)).toMatchObject([
    { path: ["needs", 1], message: "entry 2 of needs must be a text" },
  ]);
});

test("a message that is read by itself is a sentence's end too", () => {
  const said = (schema: z.ZodType, value: unknown): readonly string[] =>
    schema.safeParse(value, IN_PLAIN_WORDS).error?.issues.map(({ message }) => message) ?? [];
  expect(said(z.union([text, z.number()]), true)).toEqual(["must be a text or a number"]);
  // Of each shape the first complaint is enough.
  expect(said(z.union([z.object({ a: text, b: z.boolean() }), z.number()]), { a: 3, b: 3 })).toEqual([
    "must be a text or a number",
  ]);
  expect(said(z.union([z.object({ a: text }), z.number()]), {})).toEqual(["is missing, or must be a number"]);
  expect(said(text.max(1), "ab")).toEqual(["must have at most 1 character"]);
  expect(said(z.array(text).max(1), ["a", "b"])).toEqual(["must have at most 1 entry"]);
  expect(
    said(
      z.stringFormat("even", () => false),
      "a",
    ),
  ).toEqual(["must be written otherwise"]);
  expect(said(z.map(z.object({}), text.min(1)), new Map([[{}, ""]]))).toEqual([
    "has an entry that does not fit: it must not be empty",
  ]);
  expect(said(z.strictObject({}), { a: 1, b: 2 })).toEqual(["must not have the keys a, b"]);
  expect(said(z.strictObject({}), { a: 1 })).toEqual(["must not have the key a"]);
  expect(said(text, undefined)).toEqual(["is missing"]);
  expect(said(z.enum(["a"]), undefined)).toEqual(["is missing"]);
  expect(said(z.record(text.min(2), text), { a: "b" })).toEqual([
    "has another name than it may have: it must have at least 2 characters",
  ]);
});
