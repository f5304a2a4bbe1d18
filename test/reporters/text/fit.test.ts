import fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { fit } from "../../../src/reporters/text/fit.ts";
import { view } from "../view.ts";

describe("a line that must not wrap", () => {
  it.each([
    ["4 of 4 ready", 12, true, "4 of 4 ready"],
    ["4 of 4 ready", 8, true, "4 of 4…"],
    ["4 of 4 ready", 8, false, "4 of..."],
    ["two\nlines\tand a tab", 30, true, "two lines and a tab"],
    ["日本語のログ", 7, true, "日本語…"],
  ])("%j in %d columns", (text, width, unicode, expected) => {
    expect(fit(text, width, view({ unicode }))).toBe(expected);
  });

  it("fits whatever it is", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme" }),
        fc.integer({ min: 3, max: 40 }),
        fc.boolean(),
        (text, width, unicode) => {
          const line = fit(text, width, view({ unicode }));
          expect(stringWidth(line)).toBeLessThanOrEqual(width);
          expect(line).not.toMatch(/\n/);
        },
      ),
    );
  });
});
