import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatProblems } from "../../../src/core/source/problem.ts";
import { MAX_BYTES, readYaml } from "../../../src/core/source/read-yaml.ts";

describe("any text", () => {
  const piece = fc.constantFrom(
    "- ",
    "? ",
    ": ",
    "[",
    "]",
    "{",
    "}",
    "&a ",
    "*a",
    "!x ",
    "!!str ",
    "|\n",
    ">-\n",
    "'",
    '"',
    "\n",
    "  ",
    "\t",
    "#",
    "a",
    "a: b\n",
    "---\n",
    "%YAML 1.2\n",
    "\u0000",
    "\uFEFF",
    "\\",
    ",",
    "@",
    "💥",
    "\r",
  );
  test("ends in a value or in problems with a place, without an exception", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.array(piece, { maxLength: 60 }).map((parts) => parts.join("")),
        ),
        (text) => {
          const read = readYaml(text, "f");
          if (read.ok) return;
          expect(read.problems.length).toBeGreaterThan(0);
          for (const { line, column } of read.problems) expect(line >= 1 && column >= 1).toBe(true);
          formatProblems(read.problems);
        },
      ),
      { numRuns: 400 },
    );
  });

  test.each([
    "[",
    "{a: ",
    "- ",
    "? ",
    "&a ",
    "!a ",
    "*a ",
    "- &a\n- *a\n",
    "k: v\n",
    "a:\n",
    "- [a]\n",
    "---\n",
    '"',
    "{?",
    ",",
    ": ",
  ])(
    "%j over and over takes bounded time",
    (unit) => {
      const text = unit.repeat(Math.floor(MAX_BYTES / unit.length));
      expect(readYaml(text, "f").ok).toBe(false);
    },
    10_000,
  );
});
