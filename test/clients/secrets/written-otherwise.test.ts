import * as fc from "fast-check";
import { expect, it } from "vitest";
import { secretRegistry } from "../../../src/clients/secret-registry.ts";

const hexOf = (text: string) => Buffer.from(text).toString("hex");
const bytesOf = (text: string) => [...Buffer.from(text)];
const base64 = (text: string) => Buffer.from(text).toString("base64");

/** A way to write a text, how many signs of it hold eight characters, and the sign that nobody takes for the text's own where it is cut off behind it. */
const WAYS: Readonly<Record<string, readonly [write: (text: string) => string, signs: number, own?: string]>> = {
  plain: [(text) => text, 8],
  hexadecimal: [hexOf, 16],
  base64: [base64, 12],
  // A character shares its bits with a neighbour, at each of four ends.
  "base64 twice": [(text) => base64(base64(text)), 16 + 2],
  "a URL": [encodeURIComponent, 8 * 3, "%"],
  JSON: [JSON.stringify, 8 * 2],
  "JSON of JSON": [(text) => JSON.stringify(JSON.stringify(text)), 8 * 4],
  "all of a URL": [
    (text) =>
      bytesOf(text)
        .map((byte) => `%${hexOf(String.fromCharCode(byte))}`)
        .join(""),
    8 * 3,
    "%",
  ],
  "escapes of C": [
    (text) =>
      bytesOf(text)
        .map((byte) => `\\${byte.toString(8).padStart(3, "0")}`)
        .join(""),
    8 * 4,
    "\\",
  ],
  "escapes of JavaScript": [
    (text) =>
      bytesOf(text)
        .map((byte) => `\\x${byte.toString(16)}`)
        .join(""),
    8 * 4,
    "\\",
  ],
  "bytes with colons": [(text) => hexOf(text).replace(/..(?=.)/g, "$&:"), 8 * 3, ":"],
  "bytes with blanks": [(text) => hexOf(text).replace(/..(?=.)/g, "$& "), 8 * 3],
  "bytes as Go prints them": [(text) => bytesOf(text).join(" "), 8 * 4],
};

const printable = fc.constantFrom(
  ...Array.from({ length: 0x7e - 0x20 }, (_, index) => String.fromCharCode(0x21 + index)),
);
/** As random as they come, and no word in front. */
const secrets = fc
  .array(printable, { minLength: 16, maxLength: 48 })
  .map((signs) => signs.join(""))
  .filter(
    (text) =>
      new Set(text).size >= 10 &&
      !/^.{0,8}(?:[A-Za-z]{3}|\d{3}|(?:\W|_)[A-Za-z]{2}|(?:\W|_)\d\d|^[A-Za-z]{2}|^\d\d)/.test(text),
  );
const SIGNS_BEHIND = ["", " ", '"', "'", ")", ",", "\n", "…", "...", "***", " was refused"];

it.each(Object.entries(WAYS))(
  "of a secret written in %s no eight characters remain, cut off or wrapped or both",
  (way, [write, signs, own]) => {
    // A number that a line's end breaks is two.
    const isDecimal = way === "bytes as Go prints them";
    fc.assert(
      fc.property(
        secrets,
        fc.constantFrom("", "token ", '{"said":"', "got: "),
        fc.constantFrom(...SIGNS_BEHIND),
        fc.option(fc.integer({ min: 1, max: 200 }), { nil: Infinity }),
        fc.option(fc.tuple(fc.integer({ min: 1, max: 76 }), fc.constantFrom("\n", "\r\n", "\t", "\n  ")), {
          nil: null,
        }),
        (secret, before, behind, length, wrap) => {
          fc.pre(own === undefined || !secret.includes(own));
          const cut = write(secret).slice(0, length);
          const wrapped =
            wrap === null || isDecimal
              ? cut
              : cut.replace(new RegExp(`[^]{${wrap[0]}}(?=[^])`, "g"), (line) => line + wrap[1]);
          const registry = secretRegistry();
          registry.add("S", secret);
          const told = registry.redact(before + wrapped + behind).replace(/[\r\n\t]\s*/g, "");
          const written = write(secret);
          for (let at = 0; at + signs <= written.length; at += 1)
            expect(told).not.toContain(written.slice(at, at + signs));
        },
      ),
      { numRuns: 500 },
    );
  },
);
