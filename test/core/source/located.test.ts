import { describe, expect, test } from "vitest";
import { keyRange, located, rangeInside, type Path } from "../../../src/core/source/located.ts";
import { formatProblems, inOrder, problemAt } from "../../../src/core/source/problem.ts";
import { readYaml } from "../../../src/core/source/read-yaml.ts";
import { sourceOf } from "../../../src/core/source/source.ts";

const TEXT = `name: small
list:
  - id: one
    args: { a: 1, b: "two words" }
  - id: two
`;

function rootOf(text: string) {
  const read = readYaml(text, "f");
  if (!read.ok) throw new Error(formatProblems(read.problems));
  return read.root;
}

describe("a value and its name have their places", () => {
  const root = rootOf(TEXT);
  test.each<[Path, string, string]>([
    [["name"], "small", "name"],
    [["list", 0, "id"], "one", "id"],
    [["list", 0, "args", "b"], '"two words"', "b"],
    [["list", 0, "args"], '{ a: 1, b: "two words" }', "args"],
    // What is not there is looked for at the nearest that is.
    [["list", 0, "args", "c", "d"], '{ a: 1, b: "two words" }', "args"],
    [["name", "x"], "small", "name"],
    [["list", 5], TEXT.slice(TEXT.indexOf("- id: one")).trimEnd(), "list"],
  ])("%j", (path, value, key) => {
    const { range } = located(root, path);
    const name = keyRange(root, path);
    expect([TEXT.slice(range.start, range.end).trimEnd(), TEXT.slice(name.start, name.end)]).toEqual([value, key]);
  });

  test("where not even the first is there, the file's beginning", () => {
    expect(keyRange(root, ["nope"])).toEqual({ start: 0, end: 1 });
    expect(keyRange(root, [])).toEqual({ start: 0, end: 1 });
    expect(located(root, ["nope"])).toBe(root);
  });
});

describe("a part of a text has its place", () => {
  /** What is pointed at in the file for a part of the text under `k`. */
  function pointed(text: string, start: number, end: number): string {
    const node = located(rootOf(text), ["k"]);
    const range = rangeInside(text, node, { start, end });
    return text.slice(range.start, range.end);
  }

  test.each([
    ["k: abc", 0, 1, "a"],
    ["k: abc", 2, 3, "c"],
    ["k: abc", 0, 3, "abc"],
    ['k: "abc"', 0, 1, "a"],
    ['k: "abc"', 1, 3, "bc"],
    ["k: 'a b'", 2, 3, "b"],
    ["k: |\n  ab\n  cd\n", 3, 5, "cd"],
    ["k: >-\n  ab\n  cd\n", 3, 4, "c"],
    // An empty part is one character long, so that something is marked.
    ["k: abc", 1, 1, "b"],
    // Beyond the end it is the last one.
    ["k: abc", 9, 12, "c"],
    ["k: |\n  ab\n\n", 9, 12, "b"],
  ])("%j from %i to %i is %j", (text, start, end, part) => {
    expect(pointed(text, start, end)).toBe(part);
  });

  test("and of what is no text it is the whole", () => {
    expect(pointed("k: 123", 1, 2)).toBe("123");
    expect(pointed("k: [a, b]", 1, 2)).toBe("[a, b]");
  });
});

describe("problems", () => {
  const source = sourceOf("one\ntwo\nthree\n", "f.yaml");
  const at = (start: number, message: string, suggestion: string | null = null) =>
    problemAt(source, { start, end: start + 1 }, message, suggestion);

  test("come in the order of the file, the same at the same place once", () => {
    const found = [at(8, "late"), at(5, "second"), at(4, "first"), at(8, "late"), at(8, "other")];
    expect(inOrder(found).map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual([
      "2:1 first",
      "2:2 second",
      "3:1 late",
      "3:1 other",
    ]);
  });

  test("are read with file, place, lines and next step, one behind the other", () => {
    expect(formatProblems([at(8, "wrong", "write three"), at(0, "bad")])).toBe(
      [
        "f.yaml:1:1 bad",
        "  1 | one",
        "    | ^",
        "  2 | two",
        "",
        "f.yaml:3:1 wrong",
        "  2 | two",
        "  3 | three",
        "    | ^",
        "  → write three",
      ].join("\n"),
    );
    expect(formatProblems([problemAt(sourceOf("", "f"), { start: 0, end: 0 }, "it is too large")])).toBe(
      "f:1:1 it is too large",
    );
  });

  test("quote nothing that reaches the terminal, and nothing endless", () => {
    const { message, suggestion } = at(0, `\u001b[31m${"a".repeat(600)}`, `\u001b[31m${"b".repeat(400)}`);
    expect(message).toBe(`${"a".repeat(499)}…`);
    expect(suggestion).toBe(`${"b".repeat(299)}…`);
  });
});
