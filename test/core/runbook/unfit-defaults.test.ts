import { expect, test } from "vitest";
import { parseRunbook } from "../../../src/core/runbook/parse-runbook.ts";
import { unfitDefaults } from "../../../src/core/runbook/unfit-defaults.ts";
import { catalog, VALID } from "./small-catalog.ts";

function runbook(name: string, text = VALID) {
  const parsed = parseRunbook(text.replace("name: small", `name: ${name}`), "small.yaml", catalog);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.runbook;
}

const both = [runbook("small"), runbook("other")];

test.each([
  [{ window: "soon" }, "window", 'must be a duration such as 90s, 2m or 1h30m, not "soon"'],
  [{ window: 90 }, "window", "must be a duration such as 90s, 2m or 1h30m, not 90"],
  [{ count: "many" }, "count", 'must be a whole number, not "many"'],
  [{ count: true }, "count", "must be a whole number, not true"],
  [{ target: "a\u0007" }, "target", "holds U+0007, which no value has: it is no character that is written"],
])("%j is told of each runbook that has it", (defaults, parameter, message) => {
  expect(unfitDefaults(both, defaults, catalog)).toEqual([{ parameter, message, runbooks: ["small", "other"] }]);
});

test.each([{}, { window: "90s", count: 3, target: "web" }, { count: "3", target: 5 }, { of: "another runbook" }])(
  "%j can be taken",
  (defaults) => {
    expect(unfitDefaults(both, defaults, catalog)).toEqual([]);
  },
);

test("what has its type and fits no argument is told too, of the parameter that it comes from", () => {
  const found = unfitDefaults([both[0] ?? runbook("small")], { window: "0s", count: 0, target: "web" }, catalog);
  expect(found).toEqual([
    {
      parameter: "window",
      message: "does not fit: a range of a query must be longer than 0s",
      runbooks: ["small"],
    },
    {
      parameter: "count",
      message: "does not fit: count: must be at least 1",
      runbooks: ["small"],
    },
  ]);
});

test("with a parameter that must be given, nothing is told of the others", () => {
  const needs = runbook("needs", VALID.replace("{ type: string, default: api }", "{ type: string }"));
  expect(unfitDefaults([needs], { window: "1m" }, catalog)).toEqual([]);
  expect(unfitDefaults([needs], { window: "0s", target: "web" }, catalog)).toMatchObject([{ parameter: "window" }]);
});
