import { expect, test } from "vitest";
import { newestLines } from "../../../src/probes/logs/newest-lines.ts";

test.each([
  ["", 2, "", false],
  ["a\nb\n", 2, "a\nb\n", false],
  ["a\nb\nc\n", 2, "b\nc\n", true],
  ["a\nb\nc", 2, "b\nc", true],
  ["a\nb", 2, "a\nb", false],
  ["\n\n\n", 2, "\n\n", true],
])("of %j the newest %i are %j; older ones: %s", (given, most, text, older) => {
  expect(newestLines(given, most)).toEqual({ text, older });
});
