import { expect, test } from "vitest";
import { isDecided } from "../../../src/core/check/verdict.ts";

test.each([
  ["pass", true],
  ["fail", true],
  ["inconclusive", false],
  ["error", false],
  ["skipped", false],
] as const)("%s is decided: %s", (verdict, decided) => {
  expect(isDecided(verdict)).toBe(decided);
});
