import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseRunbook } from "../../../src/core/runbook/parse-runbook.ts";
import { formatProblems } from "../../../src/core/source/problem.ts";
import { catalog, VALID } from "./small-catalog.ts";

describe("any file", () => {
  const lines = VALID.split("\n");
  const edit = fc.record({
    line: fc.nat(lines.length - 1),
    how: fc.constantFrom("drop", "double", "cut", "swap", "put"),
    at: fc.nat(80),
    text: fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom(
        "{{ x }}",
        "{{",
        "- ",
        ": ",
        "[",
        "!!x ",
        "null",
        "&& ||",
        "&a ",
        "*a",
        "__proto__: 1",
        "constructor: 2",
        "1e999",
      ),
    ),
  });
  test("ends in a runbook or in problems with places, without an exception", () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 4 }), (edits) => {
        const text = edits
          .reduce((sofar, { line, how, at, text: put }) => {
            const old = sofar[line] ?? "";
            const next = {
              drop: [],
              double: [old, old],
              cut: [old.slice(0, at)],
              swap: [old.slice(at) + old.slice(0, at)],
              put: [old.slice(0, at) + put + old.slice(at)],
            }[how];
            return [...sofar.slice(0, line), ...next, ...sofar.slice(line + 1)];
          }, lines)
          .join("\n");
        const parsed = parseRunbook(text, "small.yaml", catalog);
        if (parsed.ok) return;
        expect(parsed.problems.length).toBeGreaterThan(0);
        const count = text.split("\n").length;
        for (const { line, column } of parsed.problems) expect(line >= 1 && line <= count && column >= 1).toBe(true);
        formatProblems(parsed.problems);
      }),
      { numRuns: 300 },
    );
  });
});
