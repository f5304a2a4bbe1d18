import Decoder from "kafkajs/src/protocol/decoder.js";

/**
 * kafkajs makes room for as many entries as an answer says that it has: a broken count of some millions costs hundreds of megabytes before the first is
 * missed. An entry has a byte at least, so that a count above the bytes that are left is none.
 */
export function boundCounts(): void {
  const { prototype } = Decoder;
  if (Object.hasOwn(prototype, BOUNDED)) return;
  Object.defineProperty(prototype, BOUNDED, { value: true });
  for (const name of ["readArray", "readArrayAsync"] as const) {
    const read = prototype[name];
    prototype[name] = function (this: Decoder, reader: never) {
      const left = this.buffer.length - this.offset;
      if (left >= COUNT_BYTES && this.buffer.readInt32BE(this.offset) > left - COUNT_BYTES)
        throw new RangeError("the answer counts more entries than it has bytes");
      return Reflect.apply(read, this, [reader]) as never;
    };
  }
}

const BOUNDED = Symbol("bounded counts");
const COUNT_BYTES = 4;
