const LENGTH_BYTES = 4;

/** The longest answer that is taken, as of every other server: 16 MB. */
export const LONGEST_ANSWER_BYTES = 16 * 1_024 * 1_024;

/** Follows answers as they come, each behind its length; says of every chunk the first length in it that is none, or beyond the limit, else null. */
export function answerLengths(): (chunk: Buffer) => number | null {
  let begun = Buffer.alloc(0);
  /** Of the answer that is under way, still to come. */
  let left = 0;
  return (chunk) => {
    for (let at = 0; at < chunk.length;) {
      if (left > 0) {
        const taken = Math.min(left, chunk.length - at);
        left -= taken;
        at += taken;
        continue;
      }
      const wanted = LENGTH_BYTES - begun.length;
      begun = Buffer.concat([begun, chunk.subarray(at, at + wanted)]);
      at += wanted;
      if (begun.length < LENGTH_BYTES) return null;
      left = begun.readInt32BE(0);
      begun = Buffer.alloc(0);
      if (left < 0 || left > LONGEST_ANSWER_BYTES) return left;
    }
    return null;
  };
}
