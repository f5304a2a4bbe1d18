import { expect, test } from "vitest";
import { celFields, isTimeField } from "../../../src/core/conditions/cel-values.ts";

test.each([
  ["since", true],
  ["at", true],
  ["changedAt", true],
  ["sinceWhen", false],
  ["what", false],
  ["format", false],
  ["atRest", false],
  ["Attempts", false],
  ["value", false],
])("a field called %s holds a time: %s", (name, expected) => {
  expect(isTimeField(name)).toBe(expected);
});

test("times become timestamps at any depth, what is none becomes unknown, and all else stays", () => {
  const at = "2026-03-01T03:06:40Z";
  const fields = {
    changedAt: at,
    at: "soon",
    since: null,
    startedAt: 5,
    name: at,
    ready: 3,
    on: false,
    tags: [at, null],
  };
  expect(celFields({ ...fields, value: NaN, list: [fields], inner: fields, firstAt: [at] })).toEqual({
    ...celFields(fields),
    value: undefined,
    list: [celFields(fields)],
    inner: celFields(fields),
    firstAt: [new Date(at)],
  });
  expect(celFields(fields)).toEqual({ ...fields, changedAt: new Date(at), at: undefined });
});
