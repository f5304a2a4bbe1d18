import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lineOf, positionOf, sourceOf } from "../../../src/core/source/source.ts";

const source = sourceOf("one\r\ntwo\n\nfour", "f.yaml");

test("a source knows where its lines begin", () => {
  expect(source).toEqual({ file: "f.yaml", text: "one\r\ntwo\n\nfour", lineStarts: [0, 5, 9, 10] });
  expect(sourceOf("", "f").lineStarts).toEqual([0]);
  expect(sourceOf("\n", "f").lineStarts).toEqual([0, 1]);
});

test.each([
  [1, "one"],
  [2, "two"],
  [3, ""],
  [4, "four"],
  [5, ""],
  [0, ""],
])("line %i is %j, without its end", (line, text) => {
  expect(lineOf(source, line)).toBe(text);
});

test("a carriage return within a line is a part of it, so that what stands behind it keeps its column", () => {
  expect(lineOf(sourceOf("a\rb\r\nc", "f"), 1)).toBe("a\rb");
});

describe("line and column are counted from one", () => {
  test.each([
    [0, 1, 1],
    [2, 1, 3],
    [4, 1, 5],
    [5, 2, 1],
    [8, 2, 4],
    [9, 3, 1],
    [10, 4, 1],
    [13, 4, 4],
    // Outside of the text: its nearest end.
    [14, 4, 5],
    [99, 4, 5],
    [-1, 1, 1],
  ])("of offset %i: %i:%i", (offset, line, column) => {
    expect(positionOf(source, offset)).toEqual({ line, column });
  });

  test("of any offset of any text: as many line ends stand before it", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "\n", "\r", "é"), maxLength: 200 });
    fc.assert(
      fc.property(text, fc.nat(200), (whole, offset) => {
        const before = whole.slice(0, offset).split("\n");
        expect(positionOf(sourceOf(whole, "f"), offset)).toEqual({
          line: before.length,
          column: (before.at(-1)?.length ?? 0) + 1,
        });
      }),
    );
  });
});
