import { describe, expect, it } from "vitest";
import { parseJson } from "../../../src/clients/http/parse-json.ts";

const lists = (levels: number, inside = "") => `${"[".repeat(levels)}${inside}${"]".repeat(levels)}`;
const objects = (levels: number) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;

describe("a text nested no deeper than 500 levels", () => {
  it.each([
    ["nothing", ""],
    ["a word", "word"],
    ["a number", " 1.5 "],
    ["broken JSON", '{"items": ['],
    ["lists", lists(500)],
    ["objects", objects(500)],
    ["both in turn", `${'[{"a":'.repeat(250)}null${"}]".repeat(250)}`],
    ["very many side by side", `[${"[[]],".repeat(100_000)}{}]`],
    ["brackets inside of a string", JSON.stringify({ a: "[{".repeat(10_000) })],
    ["brackets behind a quote in a string", JSON.stringify({ a: `\\"${"[".repeat(10_000)}` })],
    ["brackets behind backslashes and a quote in a string", JSON.stringify([`\\\\\\"${"{".repeat(10_000)}\\\\`, "\\"])],
    ["a key of brackets", JSON.stringify({ ["[".repeat(10_000)]: 1 })],
    ["a string that does not end", `["${"[".repeat(10_000)}`],
  ])("is what JSON.parse says of it: %s", (_, text) => {
    expect(parseJson(text)).toEqual(parsedPlainly(text));
  });
});

describe("a text nested deeper", () => {
  it.each([
    ["lists", lists(501)],
    ["objects", objects(501)],
    ["after white space", ` \n\t${lists(501)}`],
    ["behind what was closed", `[${"[],".repeat(1_000)}${lists(500)}]`],
    ["behind a string that ends in a backslash", `["\\\\",${lists(500)}]`],
    ["behind a string with a quote", `["\\"",${lists(500)}]`],
    ["behind an empty string", `["",${lists(500)}]`],
    ["with strings inside", lists(501, '"]]]]"')],
  ])("is not parsed, though it is JSON: %s", (_, text) => {
    expect(parsedPlainly(text)).toBeDefined();
    expect(parseJson(text)).toBeUndefined();
  });

  it("is parsed where it is large and has few brackets, which bounds what it can take", () => {
    const text = `${'{"a long name":'.repeat(100_000)}1${"}".repeat(100_000)}`;
    expect(parseJson(text)).toBeDefined();
  });

  it("is not parsed where it breaks off", () => {
    expect(parseJson("[".repeat(16 * 1024 * 1024))).toBeUndefined();
  });
});

function parsedPlainly(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
