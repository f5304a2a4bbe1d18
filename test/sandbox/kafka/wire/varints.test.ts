import fc from "fast-check";
import { expect, it } from "vitest";
import { MalformedRequest } from "../../../../src/sandbox/kafka/wire/malformed-request.ts";
import { WireReader } from "../../../../src/sandbox/kafka/wire/wire-reader.ts";
import { WireWriter } from "../../../../src/sandbox/kafka/wire/wire-writer.ts";

// Protocol Buffers' own examples, whose encoding Kafka uses; and a time in ms.
it.each([
  [0, "00"],
  [-1, "01"],
  [1, "02"],
  [-64, "7f"],
  [64, "8001"],
  [2147483647, "feffffff0f"],
  [-2147483648, "ffffffff0f"],
  [1_700_000_000_000, "80a0abfef962"],
])("writes %d zigzagged, seven bits to a byte", (value, hex) => {
  expect(new WireWriter().varint(value).toBuffer().toString("hex")).toBe(hex);
});

it("reads back every unsigned varint of 32 bits", () => {
  fc.assert(
    fc.property(fc.nat({ max: 0xffffffff }), (value) => {
      expect(new WireReader(new WireWriter().unsignedVarint(value).toBuffer()).unsignedVarint()).toBe(value);
    }),
  );
});

it("refuses a varint without an end", () => {
  expect(() => new WireReader(Buffer.alloc(9, 0xff)).unsignedVarint()).toThrow(MalformedRequest);
});
