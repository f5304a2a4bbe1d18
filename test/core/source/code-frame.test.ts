import { describe, expect, test } from "vitest";
import { codeFrame } from "../../../src/core/source/code-frame.ts";
import { sourceOf } from "../../../src/core/source/source.ts";

/** The frame of the first place where this stands. */
function frame(text: string, word: string, length = word.length): readonly string[] {
  const start = text.indexOf(word);
  return codeFrame(sourceOf(text, "f"), { start, end: start + length }).split("\n");
}

test("the line with the one before and the one after, numbered, and carets below the place", () => {
  expect(frame("a: 1\nb: two\nc: 3\nd: 4", "two")).toEqual([
    "  1 | a: 1",
    "  2 | b: two",
    "    |    ^^^",
    "  3 | c: 3",
  ]);
});

test("at the ends of a text there is no line before, or after; an empty one after says nothing", () => {
  expect(frame("a: 1\nb: 2", "a")).toEqual(["  1 | a: 1", "    | ^", "  2 | b: 2"]);
  expect(frame("a: 1\nb: 2", "b")).toEqual(["  1 | a: 1", "  2 | b: 2", "    | ^"]);
  expect(frame("a: 1\n\nb: 2", "a")).toEqual(["  1 | a: 1", "    | ^"]);
  expect(frame("\nb: 2\n", "b")).toEqual(["  1 |", "  2 | b: 2", "    | ^"]);
  expect(codeFrame(sourceOf("", "f"), { start: 0, end: 1 })).toBe("");
});

test("numbers stand below each other where one has more digits", () => {
  const text = Array.from({ length: 12 }, (_, index) => `k${index + 1}: v`).join("\n");
  expect(frame(text, "k9")).toEqual(["   8 | k8: v", "   9 | k9: v", "     | ^^", "  10 | k10: v"]);
  expect(frame(text, "k10")).toEqual(["   9 | k9: v", "  10 | k10: v", "     | ^^^", "  11 | k11: v"]);
});

describe("carets", () => {
  test("end with the line, where the place goes on over the next ones", () => {
    expect(frame("a: one\nb: two", "one", 99)).toEqual(["  1 | a: one", "    |    ^^^", "  2 | b: two"]);
  });

  test("are one at least: where nothing stands something is missing", () => {
    expect(frame("a:\nb: 2", ":", 0)[1]).toBe("    |  ^");
    expect(codeFrame(sourceOf("a:", "f"), { start: 2, end: 3 }).split("\n")).toEqual(["  1 | a:", "    |   ^"]);
  });

  test("stand below their character behind a tab, too", () => {
    expect(frame("a:\ttwo", "two")).toEqual(["  1 | a: two", "    |    ^^^"]);
  });
});

describe("a long line", () => {
  const wide = `${"x".repeat(80)}here${"y".repeat(200)}`;

  test("is cut to a hundred characters, from twenty before a place that lies further right", () => {
    const [line = "", mark = ""] = frame(wide, "here");
    expect(line).toBe(`  1 | ${"x".repeat(19)}here${"y".repeat(77)}`);
    expect(mark).toBe(`    | ${" ".repeat(19)}^^^^`);
  });

  test("whose place lies within the first eighty begins at its beginning", () => {
    const [line = "", mark = ""] = frame(wide.slice(1), "here");
    expect(line).toBe(`  1 | ${"x".repeat(79)}here${"y".repeat(17)}`);
    expect(mark).toBe(`    | ${" ".repeat(79)}^^^^`);
  });

  test("has no caret beyond what is shown of it", () => {
    const [line = "", mark = ""] = frame(wide, "here", 200);
    expect(mark.length).toBeLessThanOrEqual(line.length);
    expect(frame(`a${"b".repeat(300)}`, "a", 301)[1]?.length).toBeLessThanOrEqual("  1 | ".length + 100);
  });
});

test("nothing in it reaches the terminal but text", () => {
  expect(frame("a: \u001b[31mred", "red")[0]).toBe("  1 | a: red");
});
