import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { regexLiterals } from "./regex-literals.ts";
import { superLinear } from "./super-linear.ts";

const SOURCES = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts"))
  .map((path) => join("src", path));

describe("what takes more than linear time is known by its structure", () => {
  test.each([
    ["^(a+)+$", "a loop in a loop"],
    ["^(a|a)*$", "a choice of twice the same"],
    ["^(a|ab|b)*c$", "a choice that divides a word"],
    ["^\\d+\\d+$", "two loops one behind the other"],
    ["^\\s*(.*)\\s*$", "a loop that takes what its neighbours take"],
    ["/+$", "a search that reads to the end from each place"],
    ["[\\w-]+\\.$", "a word before a mark, looked for everywhere"],
    ["^(\\w+\\.?)+$", "a loop whose separator may be absent"],
    ["x(?:[xb]*c)?", "a search that makes a match at each place, and reads beyond it in vain"],
    ["\\b(?=[a-z/]*[A-Z])\\w{40}", "a search that looks ahead to the end"],
    ["^(?:(?=a*b)?a)*", "a look ahead in a loop"],
    ["(?<=a*)b", "a look behind that reads back from each place"],
    ['"(?:[^"\\\\]|\\\\.)*"', "a quoted text that is not closed, with quotes in it"],
  ])("%s: %s", (source) => {
    expect(superLinear(source, "")).not.toBeNull();
  });

  test.each([
    ["^a+$", "one loop"],
    ["^\\d+(?:\\.\\d+)*$", "loops with a mark between them"],
    ["(?<!/)/+$", "a search that begins a run of slashes once"],
    ["^\\w+=\\S*", "no way back behind its last loop"],
    ["<>(?:[ ,]*<>)+", "a loop that has made the match each time it is around"],
    ["(?<![a-z/])(?=[a-z/]*[A-Z])\\w{40}", "a search that looks ahead once in a run"],
    ['"(?:[^"\\\\]|\\\\[^])*["\\\\]?', "a quoted text that may be left open"],
  ])("%s: %s", (source) => {
    expect(superLinear(source, "")).toBeNull();
  });
});

test("literals are found wherever an expression may stand, and nowhere else", () => {
  const text = [
    "// no /comment/ is one",
    'const a = b / c / d, s = "/no/", t = `/no/ ${x.replace(/in[/]place/g, "")} /no/`;',
    "return /after a word/.test(`${{ a: { b: 1 } }}`) || [/\\/escaped/u];",
  ].join("\n");
  expect(regexLiterals(text)).toEqual([
    { source: "in[/]place", flags: "g", line: 2 },
    { source: "after a word", flags: "", line: 3 },
    { source: "\\/escaped", flags: "u", line: 3 },
  ]);
});

test("every regular expression of the program is linear in its text", () => {
  const found = SOURCES.flatMap((path) =>
    regexLiterals(readFileSync(path, "utf8")).flatMap(({ source, flags, line }) => {
      const why = superLinear(source, flags);
      return why === null ? [] : [`${path}:${line} /${source}/${flags}: ${why}`];
    }),
  );
  expect(found).toEqual([]);
});

test("no text becomes a regular expression, but the secrets, of which each character stands for itself", () => {
  const building = SOURCES.filter((path) => {
    const text = readFileSync(path, "utf8");
    return /RegExp\(|\.(?:match|matchAll|search)\((?![/A-Z])/.test(text);
  });
  expect(building).toEqual([join("src", "clients", "secrets", "ordinary-secret.ts")]);
});
