import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainText, withoutControls } from "../../../src/core/text/plain-text.ts";

describe("text from outside", () => {
  it.each([
    ["colours", "\u001b[1;31mred\u001b[0m", "red"],
    ["a cleared screen", "a\u001b[2J\u001b[Hb", "ab"],
    ["a window's title", "a\u001b]0;owned\u0007b", "ab"],
    ["a hyperlink", "\u001b]8;;http://evil\u001b\\click\u001b]8;;\u001b\\", "click"],
    ["8-bit escapes", "a\u009b31mb", "ab"],
    ["a device control string", "a\u001bPq#0\u001b\\b", "ab"],
    ["a character set", "a\u001b(0b", "ab"],
    ["an escape that never ends", "a\u001b]0;b", "a0;b"],
    ["a lonely escape", "a\u001b", "a"],
    ["backspaces", "safe\b\b\b\bevil", "safeevil"],
    ["a bell and a null", "a\u0007\u0000b", "ab"],
    ["reordering", "a\u202egpj.exe\u2066b", "agpj.exeb"],
    ["invisible characters", "a\u200bb\ufeffc\u00add", "abcd"],
    ["tags and variation selectors", "prod\u{e0041}\u{e007f}\ufe0f", "prod"],
    ["fillers and joiners", "a\u115f\u3164\u034fb", "ab"],
    ["annotations", "a\ufff9b\ufffac\ufffb", "abc"],
    ["half a character", "a\ud800b\udc00", "ab"],
    ["an escape inside of another", "a\u009d0;\u009d1;b\u009cc", "a0;c"],
    ["an overwritten line", "one\rtwo", "one\ntwo"],
    ["line ends that only some see", "one\u2028two\u2029three", "one\ntwo\nthree"],
  ])("loses %s", (_, text, clean) => {
    expect(withoutControls(text)).toBe(clean);
  });

  it("keeps what people write", () => {
    const text = "größer 日本語 👩 a\tb\nc — «x»";
    expect(withoutControls(text)).toBe(text);
  });

  it("never has a control character but tab and line feed", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.integer({ min: 0, max: 0x20ff }).map((code) => String.fromCharCode(code)) }),
        (text) => {
          expect(withoutControls(text)).not.toMatch(
            /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/,
          );
        },
      ),
    );
  });
});

it.each(["\u001b]", "\u009d", "\u0090", "\u001b[", "\u009b0", "\u001b ", "\r"])(
  "takes time by its length: many %j",
  (piece) => {
    const startedMs = performance.now();
    withoutControls(piece.repeat(500_000));
    // By the square of its length it would take minutes.
    expect(performance.now() - startedMs).toBeLessThan(5_000);
  },
);

describe("a line of it", () => {
  it("is one line, and as short as asked, with a sign where it was cut", () => {
    expect(plainText("  a\n\n  b\t c ", 10)).toBe("a b c");
    expect(plainText("abcdefghij", 10)).toBe("abcdefghij");
    expect(plainText("abcdefghijk", 10)).toBe("abcdefghi…");
  });

  it("ends before what does not fit whole, without a blank before the sign", () => {
    expect(plainText("abcdefgh ijkl", 10)).toBe("abcdefgh…");
    expect(plainText("abcdefgh👩xyz", 10)).toBe("abcdefgh…");
    expect(plainText("👩abcdefghijk", 10)).toBe("👩abcdefg…");
    expect(plainText("👩👩👩", 5)).toBe("👩👩…");
  });

  it("is not emptied by escapes before it", () => {
    expect(plainText(`${"\u001b[0m".repeat(90)}3 of 4 ready`, 200)).toBe("3 of 4 ready");
  });

  it("is never longer, never split inside of a character", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 30 }), (text, limit) => {
        const line = plainText(text, limit);
        expect(line.length).toBeLessThanOrEqual(limit);
        expect(line.isWellFormed()).toBe(true);
        expect(line).not.toContain("\n");
      }),
    );
  });

  it("is taken quickly from a large text", () => {
    const startedMs = performance.now();
    plainText("\u001b]".repeat(4_000_000), 300);
    expect(performance.now() - startedMs).toBeLessThan(200);
  });
});
