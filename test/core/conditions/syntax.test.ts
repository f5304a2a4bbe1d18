import { Environment } from "@marcbachmann/cel-js";
import { expect, test } from "vitest";
import { boundNames, callsIn, namesIn, partsOf, type Name, type Node } from "../../../src/core/conditions/syntax.ts";

const parse = (text: string): Node => new Environment().parse(text).ast;
const shown = (text: string, names: readonly Name[]) =>
  names.map(({ name, range }) => [name, text.slice(range.start, range.end)]);

test.each<[string, string[]]>([
  ["a.b > c", ["a", "c"]],
  ["!a && (b ? c : -d)", ["a", "b", "c", "d"]],
  ["size(a) > b[c]", ["a", "b", "c"]],
  ["a.x.all(y, y > z)", ["a", "y", "y", "z"]],
  ["[a, 1] == {'k': b}['k']", ["a", "b"]],
  ["'a' == 'b'", []],
])("the names in %s, each where it stands", (text, names) => {
  expect(shown(text, namesIn(parse(text)))).toEqual(names.map((name) => [name, name]));
});

test.each<[string, string[]]>([
  ["a.all(x, x.all(y, y))", ["x", "y"]],
  ["a.exists(x, x) && a.exists_one(y, y) && a.map(z, z) == a.filter(v, v)", ["x", "y", "z", "v"]],
  ["cel.bind(x, a, x + 1)", ["x"]],
  ["a.contains(x) && size(y) > 1", []],
  ["a.filter()", []],
  ["a.filter", []],
])("the names that macros bind in %s", (text, names) => {
  expect(shown(text, boundNames(parse(text)))).toEqual(names.map((name) => [name, name]));
});

test("the calls, with all that belongs to them", () => {
  const text = "size(a.b) > 1 && a.b.startsWith('x')";
  expect(shown(text, callsIn(parse(text)))).toEqual([
    ["size", "size(a.b)"],
    ["startsWith", "a.b.startsWith('x')"],
  ]);
});

test("the parts directly below", () => {
  const [left, right] = partsOf(parse("a.b && !c"));
  expect([left?.op, right?.op, partsOf(parse("a")), partsOf(parse("null"))]).toEqual([".", "!_", [], []]);
});
