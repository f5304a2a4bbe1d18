import fc from "fast-check";
import { expect, test } from "vitest";
import { answerLengths, LONGEST_ANSWER_BYTES } from "../../../src/clients/kafka/answer-lengths.ts";

function answer(length: number, bytes = Math.max(0, length)): Buffer {
  const framed = Buffer.alloc(4 + bytes, 0xff);
  framed.writeInt32BE(length, 0);
  return framed;
}

/** What is said of the pieces of these bytes, one after the other, until something is. */
function told(bytes: Buffer, cuts: readonly number[]): number | null {
  const lengths = answerLengths();
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  let from = 0;
  for (const end of ends) {
    const wrong = lengths(bytes.subarray(from, end));
    if (wrong !== null) return wrong;
    from = end;
  }
  return null;
}

const cuts = fc.array(fc.nat());

test("whole answers are sound, in whatever pieces they come", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(300)), cuts, (lengths, at) => {
      expect(told(Buffer.concat(lengths.map((length) => answer(length))), at)).toBeNull();
    }),
  );
});

test("the first length that is none, or beyond the limit, is told", () => {
  const wrong = fc.oneof(
    fc.integer({ max: -1, min: -(2 ** 31) }),
    fc.integer({ min: LONGEST_ANSWER_BYTES + 1, max: 2 ** 31 - 1 }),
  );
  fc.assert(
    fc.property(fc.array(fc.nat(300)), wrong, cuts, (lengths, length, at) => {
      const bytes = Buffer.concat([...lengths.map((one) => answer(one)), answer(length, 10), answer(1)]);
      expect(told(bytes, at)).toBe(length);
    }),
  );
});
