import { expect, test } from "vitest";
import { isUsableName } from "../../../src/core/conditions/reserved-names.ts";

test.each([
  ["pods", true],
  ["_pods2", true],
  ["alerts", true],
  ["2pods", false],
  ["a-b", false],
  ["a b", false],
  ["", false],
  ["params", false],
  ["alert", false],
  ["in", false],
  ["null", false],
  ["size", true],
])("%s can be a variable: %s", (name, expected) => {
  expect(isUsableName(name)).toBe(expected);
});
