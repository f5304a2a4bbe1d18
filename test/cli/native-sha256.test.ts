import fc from "fast-check";
import { expect, test } from "vitest";
import { sha256Hex as native } from "../../src/cli/native-sha256.ts";
import { sha256Hex } from "../../src/core/digest/sha256.ts";

test("the bundle's hash is the core's, of every text", () => {
  // Of FIPS 180-4.
  expect(native("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  // Halves of a surrogate pair stand alone in it too.
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => native(text) === sha256Hex(text)));
  expect(native("a\ud800b\udc00")).toBe(sha256Hex("a\ud800b\udc00"));
});
