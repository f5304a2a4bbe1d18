import { expect, it } from "vitest";
import { crc32c } from "../../../../src/sandbox/kafka/wire/crc32c.ts";

// The examples of RFC 3720, appendix B.4, and the check value of the catalogue of CRCs.
it.each([
  ["32 bytes of zeros", Buffer.alloc(32, 0), 0x8a9136aa],
  ["32 bytes of ones", Buffer.alloc(32, 0xff), 0x62a8ab43],
  ["32 rising bytes", Buffer.from(Array.from({ length: 32 }, (_, index) => index)), 0x46dd794e],
  ["the digits 1 to 9", Buffer.from("123456789"), 0xe3069283],
])("is the checksum of %s", (_name, bytes, expected) => {
  expect(crc32c(bytes)).toBe(expected);
});
