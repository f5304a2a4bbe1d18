import { describe, expect, test } from "vitest";
import { located } from "../../../src/core/source/located.ts";
import { formatProblems } from "../../../src/core/source/problem.ts";
import { MAX_BYTES, readYaml } from "../../../src/core/source/read-yaml.ts";

function rootOf(text: string) {
  const read = readYaml(text, "f");
  if (!read.ok) throw new Error(formatProblems(read.problems));
  return read.root;
}

function problems(text: string) {
  const read = readYaml(text, "f");
  return read.ok ? [] : read.problems;
}

test("values of every kind are read, in mappings and in lists", () => {
  const text = "a: [1, true, false, x, null]\nb:\n  - { c: 0.5, d: [[], {}] }\n  -\n";
  expect(rootOf(text).value).toEqual({
    a: [1, true, false, "x", null],
    b: [{ c: 0.5, d: [[], {}] }, null],
  });
});

test.each([
  ["a", "plain"],
  ["3", "plain"],
  ['"a"', "quoted"],
  ["'a'", "quoted"],
  ["|\n  a", "block"],
  [">-\n  a", "block"],
  ["[a]", "collection"],
  ["{ a: b }", "collection"],
  ["", "plain"],
])("how a value is written is known: %j is %s", (written, style) => {
  expect(located(rootOf(`k: ${written}\n`), ["k"]).style).toBe(style);
});

test("a value that an alias stands for is there where the alias is", () => {
  const text = "a: &x [one, two]\nb: *x\n";
  const { value, range, entries } = located(rootOf(text), ["b"]);
  expect([value, [...entries.keys()]]).toEqual([
    ["one", "two"],
    ["0", "1"],
  ]);
  expect(text.slice(range.start, range.end)).toBe("[one, two]");
});

test("a name is read as it is written, also where it would be a number, true or nothing as a value", () => {
  const { value } = located(rootOf('labels: { 1.10: a, True: b, ~: c, 0x10: d, "e\\t": f }\n'), ["labels"]);
  expect(value).toEqual({ "1.10": "a", True: "b", "~": "c", "0x10": "d", "e\t": "f" });
  expect(problems("1: a\n1.0: b\n")).toEqual([]);
  expect(problems("a: 1\n1: b\n1: c\n")).toMatchObject([{ line: 3, message: "the key 1 stands here twice" }]);
});

test("where a value is empty, it has the place where it would be, of one character", () => {
  for (const text of ["k:\nl: 1\n", "? k\n? l\n"])
    expect(located(rootOf(text), ["k"])).toMatchObject({ value: null, style: "plain" });
  expect(located(rootOf("k:\nl: 1\n"), ["k"]).range).toEqual({ start: 2, end: 3 });
  expect(located(rootOf("? k\n? l\n"), ["k"]).range).toEqual({ start: 3, end: 4 });
});

test("a name that is empty, or stands elsewhere, is none; one of quotes alone is", () => {
  expect(rootOf('"": b\n').value).toEqual({ "": "b" });
  const none = { line: 2, column: 1, message: "a key must be a plain text" };
  for (const line of [": b", "*x : b", "[c]: b", "{ c: d }: b"])
    expect(problems(`a: &x text\n${line}\n`)).toMatchObject([none]);
});

describe("what no person writes is refused", () => {
  test("aliases that repeat too much, at the one in the text with which it became too much", () => {
    const lines = Array.from({ length: 6 }, (_, level) =>
      level === 0 ? `l0: &l0 [${"x, ".repeat(10)}]` : `l${level}: &l${level} [${`*l${level - 1}, `.repeat(10)}]`,
    );
    // Counted with each alias, l0 to l3 are 11, 121, 1221 and 12221 values: with the third *l3 in l4 there are more than 50000.
    const line = lines[4] ?? "";
    const third = line.indexOf("*l3", line.indexOf("*l3", line.indexOf("*l3") + 1) + 1) + 1;
    expect(problems(lines.join("\n")).map((problem) => [problem.line, problem.column])).toEqual([[5, third]]);
  });

  test.each([
    ["values", `${"- ".repeat(40)}a\n`.repeat(760), "more than 30000 values"],
    ["words and signs", `[${"a,".repeat(50_000)}]`, "the file holds more than a runbook or a configuration can"],
  ])("too many %s", (_, text, message) => {
    expect(problems(text).map((problem) => problem.message)).toEqual([message]);
  });

  test("of which a file may hold many thousands all the same", () => {
    expect(problems(`[${"a,".repeat(20_000)}]`)).toEqual([]);
  });

  test("the last that may be there is read, the first too many is told where it stands", () => {
    const nested = (depth: number) => `${"[".repeat(depth)}x${"]".repeat(depth)}`;
    expect(problems(nested(50))).toEqual([]);
    expect(problems(nested(51))).toMatchObject([{ column: 52, message: "nested more than 50 deep" }]);
    const aliases = (count: number) => `a: &a 1\nb: [${"*a, ".repeat(count)}]\n`;
    expect(problems(aliases(200))).toEqual([]);
    // Each takes four columns, behind the four of "b: [".
    expect(problems(aliases(201))).toMatchObject([{ line: 2, column: 805, message: "more than 200 aliases" }]);
    // The document, the list around, and lists of forty in each other, of which the last are fewer.
    const lists = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
    const values = (last: number) => `[${`${lists(40)},`.repeat(749)}${lists(last)}]`;
    expect(problems(values(30_000 - 2 - 749 * 40))).toEqual([]);
    expect(problems(values(30_001 - 2 - 749 * 40))).toMatchObject([{ message: "more than 30000 values" }]);
  });

  test("more than 256 KB, with what to do, and nothing of it is shown; just as many are read", () => {
    expect(problems(`# ${"x".repeat(MAX_BYTES - 2)}`)).toEqual([]);
    expect(problems(`# ${"x".repeat(MAX_BYTES - 1)}`)).toMatchObject([
      { message: "larger than 256 KB", suggestion: "split it, or leave out what it need not hold", frame: "" },
    ]);
  });

  test("a second document, whose beginning is marked", () => {
    expect(problems("---\na: 1\n---\nb: 2\n")[0]?.frame.split("\n")).toContain("    | ^^^");
  });
});

test("of very many problems the first fifty are told", () => {
  const lines = (all: ReturnType<typeof problems>) => all.map(({ line }) => line);
  expect(lines(problems("a: 1\n".repeat(60)))).toEqual(Array.from({ length: 50 }, (_, index) => index + 2));
  // Four lines from each other, they are no echoes.
  const slips = lines(problems("a: @b\nc: 1\nc: 1\nc: 1\n".repeat(60)));
  expect(slips).toEqual(Array.from({ length: 50 }, (_, index) => 4 * index + 1));
});

test("where a file may not be shown as it is, no problem shows it", () => {
  const masked = (text: string) => text.replaceAll(/[a-z]/g, "*");
  const frames = (text: string) => {
    const read = readYaml(text, "f", masked);
    return read.ok ? [] : read.problems.map(({ frame, column }) => [frame.split("\n")[0], column]);
  };
  expect(frames("key: @b\n")).toEqual([["  1 | ***: @*", 6]]);
  expect(frames("{ key: 1, key: 2 }\n")).toEqual([["  1 | { ***: 1, ***: 2 }", 11]]);
  expect(frames("key: \u0000")).toEqual([["  1 | ***:", 6]]);
  expect(frames(`key: ${"[".repeat(52)}`)).toEqual([[`  1 | ***: ${"[".repeat(52)}`, 56]]);
});

test("a second document is told in its place among other problems, and no third", () => {
  const told = problems("a: @b\nc: 1\nc: 1\nc: 1\nc: 1\n---\nd: 1\n---\ne: 1\n");
  expect(told.map(({ line }) => line)).toEqual([1, 6]);
  expect(problems("a: 1\n...\n# nothing more\n")).toEqual([]);
});

describe("one slip is one problem", () => {
  const apart = (lines: number) => problems(`a: @b\n${"c: 1\n".repeat(lines - 1)}d: @e\n`).map(({ line }) => line);
  test("what follows it within three lines may be thrown off by it, what comes later is another", () => {
    expect(apart(3)).toEqual([1]);
    expect(apart(4)).toEqual([1, 5]);
  });
});

test.each([
  ["because: {{ pods }} ready\n", 'a value with {{ }} stands in quotes: "{{ name }}"'],
  ["because:   {{ pods }} ready\n", 'a value with {{ }} stands in quotes: "{{ name }}"'],
  ["title: the shop: it crashes\n", "a text with a colon in it stands in quotes"],
  ["name foo\ntitle: x\n", null],
  ["a: { b: 1 c: 2 }\n", null],
  ["a: b\n c: d\n", null],
  ["a: \u0000\n", "save it as UTF-8"],
  ["a: @b\n", null],
])("quotes are told of where they help: %j", (text, suggestion) => {
  expect(problems(text)[0]?.suggestion).toBe(suggestion);
});
