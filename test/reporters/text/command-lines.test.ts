import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shellQuote } from "../../../src/core/text/shell-quote.ts";
import { commandLines } from "../../../src/reporters/text/command-lines.ts";

function shellWords(command: string): readonly string[] {
  const out = execFileSync("sh", ["-c", `for word in ${command}; do printf '%s\\0' "$word"; done`], {
    encoding: "utf8",
  });
  return out.split("\0").slice(0, -1);
}

describe("a command on several lines", () => {
  it("breaks between words, never inside quotes", () => {
    expect(commandLines("curl -sG 'http://p/api?query=a b c' -k", 20)).toEqual([
      "curl -sG \\",
      "'http://p/api?query=a b c' \\",
      "-k",
    ]);
  });

  it("is as it was where it fits", () => {
    expect(commandLines("kubectl -n ml get pods", 22)).toEqual(["kubectl -n ml get pods"]);
    expect(commandLines("", 22)).toEqual([""]);
  });

  it("is the same command to a shell", () => {
    const word = fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 12 }), fc.integer({ min: 10, max: 60 }), (words, width) => {
        const command = words.map(shellQuote).join(" ");
        expect(shellWords(commandLines(command, width).join("\n    "))).toEqual(words);
      }),
      { numRuns: 40 },
    );
  });
});
