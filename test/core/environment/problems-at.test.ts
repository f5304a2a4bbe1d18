import { expect, test } from "vitest";
import { problemsAt } from "../../../src/core/environment/problems-at.ts";
import { formatProblems } from "../../../src/core/source/problem.ts";

const TEXT = `environments:
  a:
    parameters: { deploymnt: api, api-key: abcdef }
`;
const path = ["environments", "a", "parameters", "deploymnt"];

test("what somebody else knows of a value is told at its place, with what may be secret as asterisks", () => {
  const remark = { path, message: "no runbook has it", suggestion: "did you mean deployment?" };
  expect(formatProblems(problemsAt(TEXT, "bigops.yaml", [remark]))).toBe(
    [
      "bigops.yaml:3:30 no runbook has it",
      "  2 |   a:",
      "  3 |     parameters: { deploymnt: api, api-key: ****** }",
      "    |                              ^^^",
      "  → did you mean deployment?",
    ].join("\n"),
  );
});

test("without remarks, or of a file that is no YAML, nothing is", () => {
  expect(problemsAt(TEXT, "bigops.yaml", [])).toEqual([]);
  expect(problemsAt("a: [", "bigops.yaml", [{ path, message: "odd", suggestion: null }])).toEqual([]);
});
