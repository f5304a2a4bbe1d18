import { describe, expect, test } from "vitest";
import { located, rangeInside } from "../../../src/core/source/located.ts";
import { formatProblems } from "../../../src/core/source/problem.ts";
import { MAX_BYTES, readYaml } from "../../../src/core/source/read-yaml.ts";

function messages(text: string): readonly string[] {
  const read = readYaml(text, "f.yaml");
  return read.ok ? [] : read.problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

const LAUGHS = Array.from({ length: 12 }, (_, n) =>
  n === 0
    ? "l0: &l0 [x, x, x, x, x, x, x, x, x, x]"
    : `l${n}: &l${n} [${Array(10)
        .fill(`*l${n - 1}`)
        .join(", ")}]`,
).join("\n");

describe("what is refused", () => {
  test.each([
    ["a: 1\nb: 2\na: 3", "3:1 the key a stands here twice"],
    ["a: !!js/function x", "1:4 tags are not allowed: tag:yaml.org,2002:js/function"],
    ["a: !secret x", "1:4 tags are not allowed: !secret"],
    ["---\na: 1\n---\nb: 2", "3:1 a second document begins here; a file holds one"],
    ["a: *nope", "1:4 there is no anchor of that name before"],
    ["a: &x [*x]", "1:8 an alias inside of what it names"],
    ["? [a]\n: 1", "1:3 a key must be a plain text"],
    ["a: .nan", "1:4 NaN is neither text, number, true, false nor null"],
    [`a: &a 1\nb: [${"*a, ".repeat(201)}]`, "2:805 more than 200 aliases"],
    [`a: ${"[".repeat(60)}${"]".repeat(60)}`, "1:54 nested more than 50 deep"],
  ])("%#", (text, expected) => {
    expect(messages(text)).toContain(expected);
  });

  test.each([
    ["UTF-16", Buffer.from("\ufeffname: x\n", "utf16le").toString("utf8"), "1:1 the file is not UTF-8 text"],
    ["Latin-1", Buffer.from("a: 1\nb: caf\u00e9\n", "latin1").toString("utf8"), "2:7 the file is not UTF-8 text"],
  ])("a file in %s", (_, text, expected) => {
    expect(messages(text)).toEqual([expected]);
  });

  test("more than 256 KB, counted in bytes", () => {
    expect(messages("é".repeat(MAX_BYTES / 2 + 1))).toEqual(["1:1 larger than 256 KB"]);
    expect(messages(`a: ${"x".repeat(1_000)}`)).toEqual([]);
  });

  test("aliases that stand for billions of values, at the alias that is too much", () => {
    const [message = "", ...more] = messages(LAUGHS);
    expect(message).toMatch(/^\d+:\d+ more than 50000 values: aliases repeat too much$/);
    expect(more).toEqual([]);
    const [line = 0, column = 0] = message.split(/[: ]/).map(Number);
    expect(LAUGHS.split("\n")[line - 1]?.slice(column - 1)).toMatch(/^\*l/);
  });

  test.each(["", "# nothing", "---\n"])("%j holds nothing", (text) => {
    expect(readYaml(text, "f")).toMatchObject({ ok: true, root: { value: null } });
  });

  test("what a syntax error throws off for some lines is one problem, with what helps", () => {
    const read = readYaml("list:\n  - a: 1\n - id: pods\n    title: pods of the shop\n    b: 2\n", "f");
    expect(read.ok ? [] : read.problems).toHaveLength(1);
    const text = readYaml("title: the shop: it crashes\n", "f");
    expect(text.ok ? [] : text.problems).toMatchObject([
      { line: 1, suggestion: "a text with a colon in it stands in quotes" },
    ]);
    const place = readYaml("because: {{ pods.ready }} are ready\n", "f");
    expect(place.ok ? [] : place.problems).toMatchObject([{ suggestion: expect.stringContaining("stands in quotes") }]);
  });

  test("several at once", () => {
    expect(messages("a: 1\na: 2\nb: 3\nb: 4")).toHaveLength(2);
  });
});

test("values are read as YAML 1.2 says, keys like __proto__ included", () => {
  const read = readYaml("a: yes\nb: 012\nc: &x { d: null }\ne: *x\n__proto__: { f: 1 }\n", "f");
  expect(read.ok && JSON.stringify(read.root.value)).toBe(
    '{"a":"yes","b":12,"c":{"d":null},"e":{"d":null},"__proto__":{"f":1}}',
  );
});

describe("places inside of a text", () => {
  test.each([
    ["plain", "k: a && nope.x"],
    ["quoted", 'k: "a && nope.x"'],
    ["folded", "k: >-\n  a &&\n\n    nope.x"],
    ["literal", "k: |\n    a\n    && nope.x\n"],
    ["plain over lines", "k: a\n   && \n   nope.x"],
  ])("%s", (_, text) => {
    const read = readYaml(text, "f");
    if (!read.ok) throw new Error(formatProblems(read.problems));
    const node = located(read.root, ["k"]);
    const at = String(node.value).indexOf("nope");
    const range = rangeInside(text, node, { start: at, end: at + 4 });
    expect(text.slice(range.start, range.end)).toBe("nope");
  });
});

test("control characters of a file never reach the terminal", () => {
  const read = readYaml("a: 1\na: \u001b[31mred\u001b[0m\n", "f");
  expect(read.ok ? "" : formatProblems(read.problems)).not.toContain("\u001b");
});
