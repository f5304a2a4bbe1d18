import { describe, expect, test } from "vitest";
import { compile } from "../../../src/core/conditions/compile.ts";

let read = 0;

/** The condition as a text that was not read before: what was read once is kept. */
function unread(text: string): string {
  read += 1;
  return `${text} // ${read}`;
}

describe("a condition is evaluated as CEL is", () => {
  test.each([
    ["a.n > 2 && !(a.n > 3)", true],
    ["a.n / 2 == 1.5", true],
    ["7 / 2", 3n],
    ["7 / 2 * 2", 6n],
    ["7.0 / 2", 3.5],
    ["-a.n + 1", -2],
    ["a.n > 2 ? 'more' : 'less'", "more"],
    ["a.tags.exists(tag, tag == 'x' || tag == 'y')", true],
    ["a.tags.map(tag, tag + '!')", ["x!"]],
    ["size(a.tags) == 1 && 'k' in {'k': 1} && {'k': 2}['k'] == 2", true],
  ])("%s", (text, value) => {
    expect(compile(unread(text)).run({ a: { n: 3, tags: ["x"] } })).toEqual(value);
  });

  test.each(["a.n / 0 > 1", "a.n / (1 - 1.0) > 1", "a.none > 1", "b.n > 1"])("%s cannot be told", (text) => {
    expect(() => compile(unread(text)).run({ a: { n: 3 } })).toThrow(Error);
  });
});

test.each([
  [
    "'a'.matches('a')",
    "matches() is not available: regular expressions can take for ever; use contains, startsWith or endsWith",
  ],
  ["has(a.b)", "has() is not available: it would turn what is unknown into false; compare with null instead"],
  ["a.b && (type(1) == int)", "type() is not available: types are checked when the file is read"],
  ["dyn(a) == 1", "dyn() is not available: it would hide the type from the check at reading"],
])("%s is refused, and why", (text, message) => {
  expect(() => compile(unread(text))).toThrow(message);
});

test("the same text is read once, until there are too many", () => {
  const text = unread("a.fail");
  const first = compile(text);
  compile(unread("a.pass"));
  expect(compile(text)).toBe(first);
  for (let n = 0; n < 2_000; n += 1) compile(unread("a"));
  expect(compile(text)).not.toBe(first);
});
